// `scan` end to end: findings on stdout, everything else on stderr, and an exit code that tells how it went.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Finding } from '../../src/model/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { type CliRun, runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { connection, lines, SCAN_FILTER, SCAN_FILTER_ID, SCAN_RULE } from './samples.ts';

const NUMBERS = [1, 2, 3, 4, 5];
const RECORDS = NUMBERS.map((number) => connection(number));

/** A folder with the rule and logs; arguments that use the rule. */
function setUp(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = makeFolder(t, { 'rules/scan.yml': SCAN_RULE, ...files });
  const rules = join(folder, 'rules');
  const log = join(folder, 'log.ndjson');
  return {
    folder,
    /** Scans the records, in this process. */
    here: (args: readonly string[]): Promise<CliRun> => {
      writeFileSync(log, lines(RECORDS));
      return runHere([...args, log]);
    },
    scan: ['scan', '--rules', rules],
    ndjson: ['scan', '--rules', rules, '--format', 'ndjson'],
  };
}

function findingsOf(stdout: string): readonly Finding[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function coresOf(stdout: string) {
  return findingsOf(stdout).map(({ delivery: _delivery, ...core }) => core);
}

test('a finding is one line, the summary goes to stderr, and the exit code is 0', async (t) => {
  const { folder, ndjson } = setUp(t, { 'a.ndjson': lines([...RECORDS, '{"x":1}']) });
  const { code, stdout, stderr } = await runCli([...ndjson, join(folder, 'a.ndjson')]);
  const [finding, ...rest] = findingsOf(stdout);
  assert.equal(code, 0);
  assert.equal(rest.length, 0);
  assert.match(finding?.id ?? '', /^f1_[\w-]{27}$/);
  assert.equal(finding?.count, 5);
  assert.equal(finding?.distinctDestinations, 5);
  assert.equal(finding?.delivery.object, join(folder, 'a.ndjson'));
  assert.match(stderr, /6 records: 5 evaluated, 0 skipped, 1 unrecognised, 0 rejected/);
  assert.match(stderr, /1 finding \(5 matches: 1 new, 4 folded, 0 suppressed\)/);
});

test('shuffled and split into several compressed objects, the findings are the same', async (t) => {
  const { folder, ndjson } = setUp(t, {
    'whole.ndjson': lines(RECORDS),
    'parts/1.gz': gzipSync(lines([RECORDS[3], RECORDS[0]].map(String))),
    'parts/2.gz': gzipSync(lines([RECORDS[4], RECORDS[2], RECORDS[1], RECORDS[0]].map(String))),
  });
  const whole = await runHere([...ndjson, join(folder, 'whole.ndjson')]);
  const parts = await runHere([...ndjson, join(folder, 'parts')]);
  assert.deepEqual(coresOf(parts.stdout), coresOf(whole.stdout));
  assert.match(parts.stderr, /scanned 2 objects/);
});

test('standard input is read as -', async (t) => {
  const { ndjson } = setUp(t, {});
  const { code, stdout } = await runCli([...ndjson, '-'], gzipSync(lines(RECORDS)));
  assert.equal(code, 0);
  assert.equal(findingsOf(stdout)[0]?.delivery.object, 'stdin');
});

test('an object cut short gives the findings before the cut, says incomplete and where, and exit code 2', async (t) => {
  const many = Array.from({ length: 3_000 }, (_, number) =>
    connection(number, { Noise: Math.sin(number) }),
  );
  const stored = gzipSync(lines(many));
  const { folder, ndjson } = setUp(t, { 'cut.gz': stored.subarray(0, stored.length / 2) });
  const { code, stdout, stderr } = await runCli([...ndjson, join(folder, 'cut.gz')]);
  assert.equal(code, 2);
  assert.equal(findingsOf(stdout).length, 1);
  assert.match(stderr, /cut\.gz: incomplete: GZIP_TRUNCATED at byte \d+/);
  assert.match(stderr, /the scan is incomplete/);
});

test('a plain object cut inside a record is incomplete too, whatever stands before the cut', async (t) => {
  const { folder, ndjson } = setUp(t, { 'cut.ndjson': lines(RECORDS).slice(0, -20) });
  const { code, stderr } = await runHere([...ndjson, join(folder, 'cut.ndjson')]);
  assert.equal(code, 2);
  assert.match(stderr, /cut\.ndjson: incomplete: JSON_TRUNCATED at byte \d+/);
});

test('a missing path is exit code 2, and the others are scanned', async (t) => {
  const { folder, ndjson } = setUp(t, { 'a.ndjson': lines(RECORDS) });
  const { code, stdout, stderr } = await runHere([
    ...ndjson,
    join(folder, 'gone'),
    join(folder, 'a.ndjson'),
  ]);
  assert.equal(code, 2);
  assert.equal(findingsOf(stdout).length, 1);
  assert.match(stderr, /gone: does not exist/);
});

test('rejected records leave exit code 0, are said, and are kept where asked', async (t) => {
  const { folder, ndjson } = setUp(t, { 'a.ndjson': lines([...RECORDS, '{"broken":', '[1]']) });
  const kept = join(folder, 'kept');
  const { code, stderr } = await runHere([
    ...ndjson,
    '--quarantine',
    kept,
    join(folder, 'a.ndjson'),
  ]);
  assert.equal(code, 0);
  assert.match(stderr, /a\.ndjson: rejected record 5, line 6, byte \d+: RECORD_NOT_JSON/);
  assert.match(stderr, /2 rejected/);
  const [name = ''] = readdirSync(kept);
  assert.match(readFileSync(join(kept, name), 'utf8'), /"text":"\{\\"broken\\":"/);
});

test('a quarantine that cannot be made is exit code 2 before anything is read', async (t) => {
  const { folder, ndjson } = setUp(t, { 'a.ndjson': lines(RECORDS) });
  const { code, stdout } = await runHere([
    ...ndjson,
    '--quarantine',
    join(folder, 'a.ndjson'),
    folder,
  ]);
  assert.equal(code, 2);
  assert.equal(stdout, '');
});

for (const [level, code] of [
  ['medium', 1],
  ['low', 1],
  ['high', 0],
] as const) {
  test(`--fail-on ${level} with a medium finding is exit code ${code}`, async (t) => {
    const { here, scan } = setUp(t, {});
    assert.equal((await here([...scan, '--fail-on', level])).code, code);
  });
}

test('a filter suppresses and is counted; --no-filter switches it off', async (t) => {
  const { here, ndjson } = setUp(t, { 'rules/filter.yml': SCAN_FILTER });
  const on = await here(ndjson);
  assert.equal(findingsOf(on.stdout)[0]?.count, 4);
  assert.match(
    on.stderr,
    new RegExp(`1 suppressed by Scanner of the file server \\(${SCAN_FILTER_ID}\\)`),
  );
  const off = await here([...ndjson, '--no-filter', SCAN_FILTER_ID]);
  assert.equal(findingsOf(off.stdout)[0]?.count, 5);
});

test('a rule that does not compile is reported, the others run, and the exit code is 2', async (t) => {
  const broken = SCAN_RULE.replace(/^id:.*$/m, 'id: 9d0e2a44-1f0b-4b9c-8f61-1b7d5c9a3e33').replace(
    'endswith',
    'endswiht',
  );
  const { here, ndjson } = setUp(t, { 'rules/broken.yml': broken });
  const { code, stdout, stderr } = await here(ndjson);
  assert.equal(code, 2);
  assert.equal(findingsOf(stdout).length, 1);
  assert.match(stderr, /broken\.yml:\d+:\d+ SIGMA_UNKNOWN_MODIFIER error/);
});

test('--since and --until leave records out and count them', async (t) => {
  const { here, ndjson } = setUp(t, {});
  const window = ['--since', '2026-11-20T10:15:02', '--until', '2026-11-20T10:15:04Z'];
  const { stdout, stderr } = await here([...ndjson, ...window]);
  assert.equal(findingsOf(stdout)[0]?.count, 2);
  assert.match(stderr, /2 evaluated, 3 skipped/);
});

test('the tenant is part of the id', async (t) => {
  const { here, ndjson } = setUp(t, {});
  const runs = [
    ['--tenant', 'acme'],
    ['--tenant', 'other'],
    ['--tenant', 'acme'],
  ].map((tenant) => here([...ndjson, ...tenant]));
  const [first, second, third] = (await Promise.all(runs)).map(
    ({ stdout }) => findingsOf(stdout)[0]?.id,
  );
  assert.equal(first, third);
  assert.notEqual(first, second);
});

test('--format json holds findings and summary', async (t) => {
  const { here, scan } = setUp(t, {});
  const { stdout } = await here([...scan, '--format', 'json']);
  const { findings, summary } = JSON.parse(stdout);
  assert.equal(findings.length, 1);
  assert.equal(summary.counts.records, 5);
  assert.equal(summary.isComplete, true);
  assert.deepEqual(summary.unbalanced, []);
});

test('--explain says which tests matched and what is unknown', async (t) => {
  const { here, scan } = setUp(t, {});
  const { stdout } = await here([...scan, '--explain']);
  assert.match(stdout, /selection_img: Image\|endswith \\scan\.exe held for C:\\Tools\\scan\.exe/);
  assert.match(stdout, /unknown: .*process\.commandLine/);
});

test('--explain and matched say which filter of the rule did not prevent the match, and why', async (t) => {
  const guarded = SCAN_RULE.replace(
    '  condition: all of selection_*',
    `  filter_main_kernel:
    - ProcessId: 4
    - Image: 'System'
  filter_main_net:
    DestinationIp|cidr: ['127.0.0.0/8', '::1/128', '10.0.0.0/8', '192.168.0.0/16']
  condition: all of selection_* and not 1 of filter_main_*`,
  );
  const { here, scan, ndjson } = setUp(t, { 'rules/scan.yml': guarded });
  const { stdout } = await here([...scan, '--explain']);
  assert.match(stdout, /selection_img: .* held for .*\n {2}filter_main_kernel: /);
  assert.match(stdout, /filter_main_kernel: ProcessId 4 did not hold for 7520\n/);
  assert.match(stdout, /filter_main_kernel: Image System did not hold for C:\\Tools\\scan\.exe\n/);
  assert.match(
    stdout,
    /filter_main_net: DestinationIp\|cidr 127\.0\.0\.0\/8, ::1\/128, 10\.0\.0\.0\/8 and 1 more did not hold for 198\.51\.100\.1\n/,
  );
  const [finding] = findingsOf((await here(ndjson)).stdout);
  assert.deepEqual(
    finding?.matched.map(({ selection, holds }) => [selection, holds]),
    [
      ['selection_port', true],
      ['selection_img', true],
      ['filter_main_kernel', false],
      ['filter_main_kernel', false],
      ['filter_main_net', false],
    ],
  );
});

test('nothing from a log or a file name reaches the terminal unescaped', async (t) => {
  const unsafe = '\u001b]0;owned\u0007\u202e\r\n\u009b2J';
  const hostile = [
    connection(1, { User: unsafe, Hostname: unsafe, Image: `C:\\${unsafe}\\scan.exe` }),
    `{"${unsafe}`,
  ];
  const { folder, scan } = setUp(t, {});
  const path = join(folder, 'logs\u001b[2J\u202e.ndjson');
  writeFileSync(path, lines(hostile));
  for (const format of ['table', 'ndjson', 'json']) {
    const { stdout, stderr } = await runHere([...scan, '--explain', '--format', format, path]);
    const printed = (stdout + stderr).replaceAll('\n', '');
    assert.doesNotMatch(printed, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u, format);
    assert.match(stdout, /scan\.exe/);
  }
});

test('an unknown filter is a usage error that knows the near ones', async (t) => {
  const { here, ndjson } = setUp(t, { 'rules/filter.yml': SCAN_FILTER });
  const { code, stderr } = await here([
    ...ndjson,
    '--no-filter',
    SCAN_FILTER_ID.replace('0f', '0e'),
  ]);
  assert.equal(code, 64);
  assert.match(stderr, new RegExp(`did you mean "${SCAN_FILTER_ID}"`));
});
