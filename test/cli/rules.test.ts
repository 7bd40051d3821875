// `rules check`, `rules test` and `rules cases` end to end.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';
import { connection, lines, SCAN_FILTER, SCAN_FILTER_ID, SCAN_RULE } from './samples.ts';

const SECURITY = JSON.stringify({
  Channel: 'Security',
  EventID: 4624,
  Hostname: 'ws-17.example.com',
});

const TESTS = `rule: scan.yml
cases:
  - name: fires
    expect: match
    source: sysmon
    matched: [selection_img]
    tags: [parity]
    record: ${connection(2)}
  - name: leaves other ports alone
    expect: no-match
    record: ${connection(2, { DestinationPort: 443 })}
  - name: lets the file server off
    expect: suppressed
    filter: ${SCAN_FILTER_ID}
    record: ${connection(1)}
  - name: does not run on unknown programs
    expect: no-match
    unattributed: true
    record: ${connection(2, { Image: '<unknown process>', ProcessGuid: '-' })}
  - name: does not run on logons
    expect: no-match
    unrouted: true
    record: ${SECURITY}
`;

const FILES = { 'scan.yml': SCAN_RULE, 'filter.yml': SCAN_FILTER, 'scan.test.yml': TESTS };

test('rules check counts a sound folder and ends with 0', async (t) => {
  const { code, stdout } = await runHere(['rules', 'check', makeFolder(t, FILES)]);
  assert.equal(code, 0);
  assert.match(stdout, /2 documents, 1 rule, 1 filter, 0 errors, \d+ warnings?\n$/);
});

test('rules check reports every problem of every file with place, code and severity', async (t) => {
  const broken = SCAN_RULE.replace('endswith', 'endswiht').replace(/^id.*\n/m, '');
  const folder = makeFolder(t, { 'a.yml': broken, 'b.yml': 'title: [', 'c.yml': '- x' });
  const { code, stdout } = await runHere(['rules', 'check', folder]);
  assert.equal(code, 1);
  assert.match(stdout, /a\.yml:\d+:\d+ SIGMA_UNKNOWN_MODIFIER error/);
  assert.match(stdout, /b\.yml:\d+:\d+ YAML_SYNTAX error/);
  assert.match(stdout, /c\.yml:1:1 SIGMA_NOT_A_RULE error/);
  assert.match(stdout, /3 errors/);
});

test('rules check demands a guide where asked', async (t) => {
  const { code, stdout } = await runHere([
    'rules',
    'check',
    '--require-guide',
    makeFolder(t, FILES),
  ]);
  assert.equal(code, 1);
  assert.match(stdout, /scan\.yml:1:1 RULE_GUIDE_MISSING error.*triage, respond, harden, logging/);
});

test('rules check of a path that is not there is exit code 2', async (t) => {
  const { code, stderr } = await runHere(['rules', 'check', join(makeFolder(t), 'none')]);
  assert.equal(code, 2);
  assert.match(stderr, /does not exist/);
});

test('rules check prints diagnostics as data', async (t) => {
  const folder = makeFolder(t, { 'c.yml': '- x' });
  const { stdout } = await runHere(['rules', 'check', '--format', 'ndjson', folder]);
  assert.equal(JSON.parse(stdout).code, 'SIGMA_NOT_A_RULE');
  const json = await runHere(['rules', 'check', '--format', 'json', folder]);
  assert.equal(JSON.parse(json.stdout).summary.errors, 1);
});

test('rules test passes a sound folder', async (t) => {
  const { code, stdout } = await runHere(['rules', 'test', makeFolder(t, FILES)]);
  assert.equal(stdout, '5 passed, 0 failed\n');
  assert.equal(code, 0);
});

test('rules test --tag runs the cases with the tag', async (t) => {
  const { stdout } = await runHere(['rules', 'test', '--tag', 'parity', makeFolder(t, FILES)]);
  assert.match(stdout, /^ok {5}match: .*: fires\n1 passed, 0 failed\n$/);
});

test('rules test --tag refuses a tag that no case has, as nothing would be tested', async (t) => {
  const { code, stderr } = await runHere(['rules', 'test', '--tag', 'party', makeFolder(t, FILES)]);
  assert.equal(code, 64);
  assert.match(stderr, /--tag "party" is unknown; did you mean "parity"\?/);
});

test('rules test --tag shows what another rule says of the records, and why ours differs', async (t) => {
  const claim = 'parity: { clause: port == 445, theirs: no-match, note: because }';
  const tests = TESTS.replace('tags: [parity]', claim);
  const folder = makeFolder(t, { ...FILES, 'scan.test.yml': tests });
  const { stdout } = await runHere(['rules', 'test', '--tag', 'parity', folder]);
  assert.match(stdout, /^ok {5}match: .*: fires\n {9}theirs no-match: port == 445\n {9}because\n1/);
});

const FAILURES: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'a match that is not',
    'DestinationPort":"445',
    'DestinationPort":"446',
    /found: no-match[\s\S]*DestinationPort = 446/,
  ],
  [
    'a no-match that is',
    'DestinationPort":443',
    'DestinationPort":445',
    /found: match[\s\S]*matched selection_port: DestinationPort 445 held for 445/,
  ],
  [
    'another source',
    'source: sysmon',
    'source: elastic-defend',
    /is of sysmon, expected elastic-defend/,
  ],
  ['another selection', '[selection_img]', '[selection_user]', /"selection_user" is not among/],
  ['another filter', `filter: ${SCAN_FILTER_ID}`, 'filter: other', /expected filter other/],
  ['an attributed connection', '<unknown process>', 'C:\\\\x.exe', /names its program/],
  ['a rule that never ran', '    unrouted: true\n', '', /never ran/],
  ['a record of no source', SECURITY, '{"x":1}', /of no source/],
];

for (const [what, from, to, message] of FAILURES) {
  test(`rules test fails ${what}, and says why`, async (t) => {
    assert.ok(TESTS.includes(from));
    const folder = makeFolder(t, { ...FILES, 'scan.test.yml': TESTS.replace(from, to) });
    const { code, stdout } = await runHere(['rules', 'test', folder]);
    assert.equal(code, 1);
    assert.match(stdout, message);
    assert.match(stdout, /4 passed, 1 failed\n$/);
  });
}

const REFUSED: readonly (readonly [string, Readonly<Record<string, string>>, number, RegExp])[] = [
  ['a rule without a test', { 'scan.yml': SCAN_RULE }, 1, /scan\.yml:1:1 TEST_MISSING/],
  [
    'a test of no rule',
    { ...FILES, 'scan.test.yml': TESTS.replace('scan.yml', 'scna.yml') },
    1,
    /TEST_UNKNOWN_RULE/,
  ],
  ['a test that is no YAML', { ...FILES, 'scan.test.yml': 'rule: [' }, 2, /TEST_YAML/],
  ['a rule that does not compile', { ...FILES, 'bad.yml': '- x' }, 2, /SIGMA_NOT_A_RULE/],
];

for (const [what, files, expected, message] of REFUSED) {
  test(`rules test refuses ${what} with exit code ${expected}`, async (t) => {
    const { code, stderr } = await runHere(['rules', 'test', makeFolder(t, files)]);
    assert.equal(code, expected);
    assert.match(stderr, message);
  });
}

test('a rule can be named by its id from another folder', async (t) => {
  const id = SCAN_RULE.match(/^id: (.*)$/m)?.[1] ?? '';
  const folder = makeFolder(t, {
    'rules/scan.yml': SCAN_RULE,
    'filters/filter.yml': SCAN_FILTER,
    'tests/x.test.yml': TESTS.replace('scan.yml', id),
  });
  assert.equal((await runHere(['rules', 'test', folder])).stdout, '5 passed, 0 failed\n');
});

function row(members: Readonly<Record<string, unknown>>): string {
  const event = { DestinationPort: 445, Image: 'C:\\scan.exe' };
  return JSON.stringify({ rule: SCAN_RULE, event, expected: true, note: 'a note', ...members });
}

test('rules cases prints failing cases with place and reason, and counts', async (t) => {
  const rows = [
    row({}),
    row({ expected: false, note: 'wrong' }),
    row({ rule: SCAN_RULE.replace('endswith', 'nope'), note: 'refused' }),
    row({ rule: '- x', expected: 'error' }),
    row({ expected: false, disputed: true }),
    row({
      rule: `${SCAN_RULE}---\n${SCAN_FILTER}`,
      event: { DestinationPort: 445, Image: '\\scan.exe', DestinationIp: '198.51.100.1' },
      expected: false,
    }),
    row({ event: 3 }),
    '',
    'no json',
  ];
  const folder = makeFolder(t, { 'cases.jsonl.gz': gzipSync(lines(rows)) });
  const { code, stdout } = await runHere(['rules', 'cases', join(folder, 'cases.jsonl.gz')]);
  assert.equal(code, 1);
  assert.match(stdout, /cases\.jsonl\.gz:2: wrong\n {2}expected: false; found: true/);
  assert.match(stdout, /cases\.jsonl\.gz:3: refused[\s\S]*SIGMA_UNKNOWN_MODIFIER/);
  assert.match(stdout, /cases\.jsonl\.gz:7:[\s\S]*"event" must be a map/);
  assert.match(stdout, /cases\.jsonl\.gz:9:/);
  assert.match(
    stdout,
    /disputed, counted apart: 0 as expected, 1 otherwise\n3 passed, 4 failed\n$/,
  );
});

test('rules cases that all pass end with 0', async (t) => {
  const folder = makeFolder(t, { 'cases.jsonl': row({}) });
  const { code, stdout } = await runHere(['rules', 'cases', join(folder, 'cases.jsonl')]);
  assert.equal(code, 0);
  assert.equal(stdout, '1 passed, 0 failed\n');
});

test('rules cases of a file cut short is exit code 2', async (t) => {
  const stored = gzipSync(row({}));
  const folder = makeFolder(t, { 'cases.gz': stored.subarray(0, stored.length - 9) });
  const { code, stderr } = await runHere(['rules', 'cases', join(folder, 'cases.gz')]);
  assert.equal(code, 2);
  assert.match(stderr, /GZIP_TRUNCATED/);
});
