// `explain`: why a rule matches a record or not, and the filter that would let it off, pasted and run.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { connection, lines, SCAN_FILTER, SCAN_FILTER_ID, SCAN_RULE } from './samples.ts';

const RULE_ID = SCAN_RULE.match(/^id: (.*)$/m)?.[1] ?? '';

const LOG = lines([
  connection(2),
  connection(3, { DestinationPort: '443' }),
  connection(4, { DestinationPort: '443', Image: 'C:\\x.exe' }),
  connection(1),
  connection(5, { EventID: 1 }),
  connection(6, { Image: '<unknown process>', ProcessGuid: '-' }),
  '{"unheard":"of"}',
  '{broken',
]);

const FILES = { 'rules/scan.yml': SCAN_RULE, 'rules/filter.yml': SCAN_FILTER, 'log.json': LOG };

const VERDICTS = [
  'match',
  'no-match',
  'no-match',
  'suppressed',
  'not-routed',
  'unattributed',
  'unrecognised',
  'rejected',
];

test('explain gives a verdict on every record of a log', async (t) => {
  const folder = makeFolder(t, FILES);
  const args = ['explain', RULE_ID, join(folder, 'log.json'), '--rules', join(folder, 'rules')];
  const { code, stdout } = await runHere([...args, '--format', 'json']);
  assert.equal(code, 0);
  const { explanations } = JSON.parse(stdout);
  assert.deepEqual(
    explanations.map((one: { verdict: string }) => one.verdict),
    VERDICTS,
  );
  const ndjson = await runHere([...args, '--format', 'ndjson']);
  assert.equal(ndjson.stdout.trim().split('\n').length, VERDICTS.length);
});

async function explainRecord(t: Parameters<typeof makeFolder>[0], record: number) {
  const folder = makeFolder(t, FILES);
  const rules = ['--rules', join(folder, 'rules')];
  return runHere(['explain', RULE_ID, join(folder, 'log.json'), ...rules, '--record', `${record}`]);
}

test('explain shows each node of the condition with what decided it', async (t) => {
  const { stdout } = await explainRecord(t, 0);
  assert.match(stdout, /log\.json record 0, byte 0\n/);
  assert.match(
    stdout,
    /event: sysmon 3, product windows category network_connection service sysmon, 2026-11-20T10:15:02\.000Z\n/,
  );
  assert.match(stdout, /verdict: MATCH\n/);
  assert.match(
    stdout,
    /yes all of\n +yes selection_port\n +yes DestinationPort 445; the event has '445'\n/,
  );
  assert.match(stdout, /yes Image\|endswith '\\scan\.exe'; the event has 'C:\\Tools\\scan\.exe'\n/);
  assert.match(stdout, /filter Scanner of the file server \(.*\) keeps the match\n/);
});

test('explain names the nearest miss of a rule that did not match', async (t) => {
  const one = await explainRecord(t, 1);
  assert.match(one.stdout, /verdict: no match\n/);
  assert.match(
    one.stdout,
    /nearest miss, one test:\n +selection_port: DestinationPort 445; the event has '443' \(must hold\)\n/,
  );
  const two = await explainRecord(t, 2);
  assert.match(two.stdout, /nearest miss, 2 tests:\n/);
});

test('explain names the filter that suppressed', async (t) => {
  const { stdout } = await explainRecord(t, 3);
  assert.match(stdout, /verdict: SUPPRESSED/);
  assert.match(
    stdout,
    /suppresses the match\n +no {2}not\n +yes server\n +yes DestinationIp '198\.51\.100\.1'/,
  );
  assert.doesNotMatch(stdout, /a filter that would suppress/);
});

test('explain --no-filter explains the match without the filter', async (t) => {
  const folder = makeFolder(t, FILES);
  const args = ['explain', RULE_ID, join(folder, 'log.json'), '--rules', join(folder, 'rules')];
  const { stdout } = await runHere([...args, '--record', '3', '--no-filter', SCAN_FILTER_ID]);
  assert.match(stdout, /verdict: MATCH[\s\S]*is switched off/);
  assert.equal((await runHere([...args, '--no-filter', 'none'])).code, 64);
});

test('explain says of a filter that has ended that it would have suppressed', async (t) => {
  const ended = SCAN_FILTER.replace('2999-12-31', '2026-11-19');
  const folder = makeFolder(t, { ...FILES, 'rules/filter.yml': ended });
  const args = ['explain', RULE_ID, join(folder, 'log.json'), '--rules', join(folder, 'rules')];
  const { stdout } = await runHere([...args, '--record', '3']);
  assert.match(stdout, /verdict: MATCH[\s\S]*had ended when the event happened/);
});

for (const [what, members] of [
  ['', {}],
  [
    ' with wildcards and backslashes in it',
    { Image: 'C:\\a*b\\\\?\\\\scan.exe', User: "O'HARA\\a*" },
  ],
  [' with control characters in it', { Image: 'C:\\\u001b[31m\u202e\n\\scan.exe' }],
  [' with numbers for texts', { DestinationPort: 445 }],
] as const) {
  test(`the filter that explain ends with suppresses exactly the match${what}, pasted as it is`, async (t) => {
    const other = connection(2, { ...members, Hostname: 'ws-18.example.com' });
    const log = lines([connection(2, members), other]);
    const folder = makeFolder(t, { 'rules/scan.yml': SCAN_RULE, 'log.json': log });
    const args = [RULE_ID, join(folder, 'log.json'), '--rules', join(folder, 'rules')];
    const explained = await runHere(['explain', ...args, '--record', '0']);
    const pasted = explained.stdout.slice(explained.stdout.indexOf('title: '));
    const rules = makeFolder(t, { 'scan.yml': SCAN_RULE, 'pasted.yml': pasted });
    const { stdout } = await runHere([
      'scan',
      '--rules',
      rules,
      '--format',
      'json',
      join(folder, 'log.json'),
    ]);
    const { findings, summary } = JSON.parse(stdout);
    assert.equal(Object.values(summary.counts.suppressedPerFilter)[0], 1, pasted);
    assert.deepEqual(
      findings.map((one: { hostKey: string }) => one.hostKey),
      ['ws-18.example.com'],
    );
    const checked = await runHere(['rules', 'check', rules]);
    assert.equal(checked.code, 0, checked.stdout);
    assert.match(checked.stdout, /LINT_FILTER_UNFILLED warning/);
  });
}

test('explain takes a rule by its file, name or title, and values of placeholders', async (t) => {
  const named = SCAN_RULE.replace('level:', 'name: scan_smb\nlevel:').replace(
    "Image|endswith: '\\scan.exe'",
    "Image|endswith|expand: '%Scanners%'",
  );
  const folder = makeFolder(t, {
    'scan.yml': named,
    'log.json': LOG,
    'v.yml': 'Scanners: scan.exe',
  });
  const rest = [join(folder, 'log.json'), '--record', '0', '--placeholders', join(folder, 'v.yml')];
  for (const wanted of ['scan_smb', 'Scanner connects to SMB', RULE_ID]) {
    const { stdout } = await runHere([
      'explain',
      wanted,
      ...rest,
      '--rules',
      join(folder, 'scan.yml'),
    ]);
    assert.match(stdout, /verdict: MATCH/, wanted);
  }
  const { stdout } = await runHere(['explain', join(folder, 'scan.yml'), ...rest]);
  assert.match(stdout, /verdict: MATCH/);
});

test('explain cuts a long list of values to what decided', async (t) => {
  const values = Array.from({ length: 40 }, (_, index) => `\\x${index}.exe`);
  const long = SCAN_RULE.replace("'\\scan.exe'", JSON.stringify([...values, '\\scan.exe']));
  const folder = makeFolder(t, { 'scan.yml': long, 'log.json': LOG });
  const args = ['explain', join(folder, 'scan.yml'), join(folder, 'log.json')];
  const held = await runHere([...args, '--record', '0']);
  assert.match(held.stdout, /yes Image\|endswith 1 of 41 values: '\\scan\.exe'; the event has/);
  const missed = await runHere([...args, '--record', '2']);
  assert.match(missed.stdout, /no {2}Image\|endswith none of 41 values; the event has/);
});

for (const [what, args, code, message] of [
  [
    'a rule that nobody knows',
    ['explain', 'nosuch', 'log.json', '--rules', 'rules'],
    64,
    /neither a file nor the id/,
  ],
  [
    'a misspelt title',
    ['explain', 'Scanner connects to SMBB', 'log.json', '--rules', 'rules'],
    64,
    /did you mean "Scanner connects to SMB"/,
  ],
  [
    'a file whose rule does not load',
    ['explain', 'bad.yml', 'log.json'],
    2,
    /no rule of .*bad\.yml loads: SIGMA_/,
  ],
  [
    'a record that is not there',
    ['explain', 'rules/scan.yml', 'log.json', '--record', '99'],
    2,
    /there is no record 99/,
  ],
  [
    'a record that is no number',
    ['explain', 'rules/scan.yml', 'log.json', '--record', 'x'],
    64,
    /--record "x" is no record/,
  ],
  ['a log that is not there', ['explain', 'rules/scan.yml', 'none.json'], 2, /does not exist/],
] as const) {
  test(`explain of ${what} is exit code ${code}`, async (t) => {
    const folder = makeFolder(t, { ...FILES, 'bad.yml': 'title: x' });
    const [command, wanted, ...rest] = args.map((arg) =>
      /\.(yml|json)$|^rules$/.test(arg) ? join(folder, arg) : arg,
    );
    const found = await runHere([command ?? '', wanted ?? '', ...rest]);
    assert.equal(found.code, code);
    assert.match(found.stderr, message);
  });
}

test('explain prints no control character of a log', async (t) => {
  const hostile = connection(2, { Image: 'C:\\\u001b[2J\u202e\\scan.exe', User: 'a\nb' });
  const folder = makeFolder(t, { 'scan.yml': SCAN_RULE, 'log.json': hostile });
  for (const format of ['table', 'ndjson', 'json']) {
    const args = [
      'explain',
      join(folder, 'scan.yml'),
      join(folder, 'log.json'),
      '--format',
      format,
    ];
    const { stdout } = await runHere(args);
    assert.match(stdout, /scan\.exe/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  }
});

test('explain reads standard input', async (t) => {
  const folder = makeFolder(t, { 'scan.yml': SCAN_RULE });
  const { code, stdout } = await runCli(['explain', join(folder, 'scan.yml'), '-'], connection(2));
  assert.equal(code, 0);
  assert.match(stdout, /stdin record 0[\s\S]*verdict: MATCH/);
});

for (const columns of [40, 60, 80]) {
  test(`explain fits ${columns} columns, loses nothing, and leaves the proposed filter as it is`, async (t) => {
    const image = `C:\\Program Files\\${'deep folder\\'.repeat(12)}scan.exe`;
    const log = lines([connection(2, { Image: image }), connection(3, { DestinationPort: '443' })]);
    const folder = makeFolder(t, { 'rules/scan.yml': SCAN_RULE, 'log.json': log });
    const args = ['explain', join(folder, 'rules'), join(folder, 'log.json')];
    const wide = await runHere(args);
    const narrow = await runHere(args, undefined, columns);
    const [pasted] = /title: [\s\S]*?condition: not selection\n/.exec(narrow.stdout) ?? [''];
    assert.match(pasted, new RegExp(`Image: '${image.replaceAll('\\', '\\\\')}'`));
    const text = narrow.stdout.replace(pasted, '') + narrow.stderr;
    for (const line of text.split('\n')) assert.ok(line.trimEnd().length <= columns, line);
    const squeeze = (some: string) =>
      some.replaceAll(/[ \n]/g, '').replaceAll(/id:'[-0-9a-f]{36}'/g, '');
    assert.equal(squeeze(narrow.stdout), squeeze(wide.stdout));
    assert.equal(squeeze(narrow.stderr), squeeze(wide.stderr));
  });
}

test('a width that COLUMNS states is kept where no terminal is', async (t) => {
  const folder = makeFolder(t, { 'scan.yml': SCAN_RULE, 'log.json': LOG });
  const args = ['explain', join(folder, 'scan.yml'), join(folder, 'log.json'), '--record', '1'];
  for (const [COLUMNS, most] of [
    ['60', 60],
    ['10', 40],
  ] as const) {
    const { stdout } = await runCli(args, '', { COLUMNS });
    const longest = Math.max(...stdout.split('\n').map((line) => line.trimEnd().length));
    assert.ok(longest <= most && longest > most / 2, `${longest} at ${COLUMNS}`);
  }
  const { stdout } = await runCli(args, '', { COLUMNS: '' });
  assert.match(stdout, /event: sysmon 3, .{60,}\n/);
});
