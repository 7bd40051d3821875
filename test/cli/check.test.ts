// `rules check`: how many rules load, which need placeholders, lints apart from errors, filters by the clock.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { runHere } from './run-here.ts';
import { SCAN_FILTER, SCAN_RULE } from './samples.ts';

const EXPANDED = SCAN_RULE.replace('5e6b4d2a', '6e6b4d2a').replace(
  "Image|endswith: '\\scan.exe'",
  "Image|endswith|expand: '%Scanners%'",
);

test('rules check says how many rules load and names those that need placeholders', async (t) => {
  const folder = makeFolder(t, { 'a.yml': SCAN_RULE, 'b.yml': EXPANDED, 'c.yml': 'title: [' });
  const { code, stdout } = await runHere(['rules', 'check', folder]);
  assert.equal(code, 1);
  assert.match(stdout, /b\.yml:\d+:\d+ SIGMA_PLACEHOLDER error/);
  assert.match(stdout, /needs --placeholders for %Scanners%: Scanner connects to SMB \(.*b\.yml\)/);
  assert.match(stdout, /\n1 of 3 rules load\n/);
});

test('rules check --placeholders loads them all', async (t) => {
  const folder = makeFolder(t, { 'a.yml': SCAN_RULE, 'b.yml': EXPANDED });
  const values = join(makeFolder(t, { 'v.yml': 'Scanners: [scan.exe, sweep.exe]' }), 'v.yml');
  const { code, stdout } = await runHere(['rules', 'check', folder, '--placeholders', values]);
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^2 of 2 rules load\n2 documents, 2 rules, 0 filters, 0 errors, 0 warnings\n$/,
  );
});

test('rules check gives the summary as data, names of placeholders and all', async (t) => {
  const folder = makeFolder(t, { 'b.yml': EXPANDED });
  const { stdout } = await runHere(['rules', 'check', folder, '--format', 'json']);
  const { summary } = JSON.parse(stdout);
  assert.deepEqual([summary.rules, summary.ruleDocuments], [0, 1]);
  assert.deepEqual(summary.needsPlaceholders[0].names, ['Scanners']);
});

test('rules check tells lints as warnings, which do not fail', async (t) => {
  const folder = makeFolder(t, { 'a.yml': `${SCAN_RULE}tags: [T1021]\ndate: 2026/11/25\n` });
  const { code, stdout } = await runHere(['rules', 'check', folder]);
  assert.equal(code, 0);
  assert.match(stdout, /a\.yml:13:8 LINT_TAG warning .*\n.*a\.yml:14:7 LINT_DATE warning/);
  assert.match(stdout, /0 errors, 2 warnings/);
});

test('rules check reads a file once that is named twice', async (t) => {
  const folder = makeFolder(t, { 'a.yml': SCAN_RULE });
  const { code } = await runHere(['rules', 'check', folder, join(folder, 'a.yml')]);
  assert.equal(code, 0);
});

for (const [when, nowMs, expectedCode, message] of [
  ['long before its end is silent', Date.UTC(2026, 9, 1), 0, /0 errors, 0 warnings/],
  [
    'two weeks before its end is warned of',
    Date.UTC(2026, 10, 20),
    0,
    /LINT_FILTER_EXPIRY warning/,
  ],
  ['after its end fails the check', Date.UTC(2026, 11, 1), 1, /SIGMA_FILTER_EXPIRED error/],
] as const) {
  test(`a filter ${when}`, async (t) => {
    const filter = SCAN_FILTER.replace('2999-12-31', '2026-11-30');
    const folder = makeFolder(t, { 'a.yml': SCAN_RULE, 'f.yml': filter });
    const { code, stdout } = await runHere(['rules', 'check', folder], nowMs);
    assert.equal(code, expectedCode);
    assert.match(stdout, message);
  });
}

for (const [what, text, message] of [
  ['no YAML', 'a: [', /v\.yml:1:\d+: not valid YAML/],
  ['a list', '- a', /v\.yml:1:1: expected a map/],
  ['a name without values', 'a: []', /"a" has no values/],
  ['an empty value', "a: [x, '']", /"a" has no values, or an empty one/],
  ['a name with percent signs', "'%a%': [x]", /holds % or spaces/],
  ['a name that stands twice', 'a: [x]\na: [y]', /not valid YAML/],
  ['values that are maps', 'a: [{b: c}]', /"a" has no values/],
] as const) {
  test(`a file of placeholders that holds ${what} is exit code 2`, async (t) => {
    const folder = makeFolder(t, { 'r/a.yml': SCAN_RULE, 'v.yml': text });
    const args = ['rules', 'check', join(folder, 'r'), '--placeholders', join(folder, 'v.yml')];
    const { code, stderr } = await runHere(args);
    assert.equal(code, 2);
    assert.match(stderr, message);
  });
}

test('a file of placeholders that is not there is exit code 2', async (t) => {
  const folder = makeFolder(t, { 'a.yml': SCAN_RULE });
  const { code, stderr } = await runHere(['rules', 'check', folder, '--placeholders', 'none.yml']);
  assert.equal(code, 2);
  assert.match(stderr, /none\.yml cannot be read/);
});

test('placeholders may be JSON, and keep their text: 007 stays three characters', async (t) => {
  const rule = SCAN_RULE.replace('DestinationPort: 445', "DestinationPort|expand: '%Ports%'");
  const event = { DestinationPort: '007', Image: 'C:\\scan.exe' };
  const row = JSON.stringify({ rule, event, expected: true });
  const folder = makeFolder(t, {
    'c.jsonl': row,
    'v.json': '{"Ports": ["445", "x"]}',
    'v.yml': 'Ports: 007',
  });
  const run = (file: string) =>
    runHere(['rules', 'cases', join(folder, 'c.jsonl'), '--placeholders', join(folder, file)]);
  assert.equal((await run('v.yml')).stdout, '1 passed, 0 failed\n');
  assert.match((await run('v.json')).stdout, /0 passed, 1 failed\n$/);
});

for (const [note, expected] of [
  ['x | requires placeholder values: Ports=[444,445]', true],
  ['requires placeholder values: Other=[a,b]; Ports=[445]', true],
  ['requires placeholder values: Other=[a,b], Ports=[ 1 , 445 ]', true],
  ['requires placeholder values: Ports=[446]', false],
  ['Ports=[445], but nobody says that they are required', 'error'],
] as const) {
  test(`rules cases takes values from the note "${note}"`, async (t) => {
    const rule = SCAN_RULE.replace('DestinationPort: 445', "DestinationPort|expand: '%Ports%'");
    const event = { DestinationPort: 445, Image: 'C:\\scan.exe' };
    const folder = makeFolder(t, { 'c.jsonl': JSON.stringify({ rule, event, expected, note }) });
    const { stdout } = await runHere(['rules', 'cases', join(folder, 'c.jsonl')]);
    assert.equal(stdout, '1 passed, 0 failed\n');
  });
}

test('rules test and scan take placeholders, too', async (t) => {
  const record = (image: string) =>
    JSON.stringify({
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 3,
      Image: image,
      ProcessId: '7',
      DestinationPort: '445',
    });
  const tests = `rule: a.yml\ncases:\n  - name: fires\n    expect: match\n    record: ${record('C:\\scan.exe')}\n  - name: is silent\n    expect: no-match\n    record: ${record('C:\\x.exe')}\n`;
  const folder = makeFolder(t, {
    'rules/a.yml': EXPANDED,
    'rules/a.test.yml': tests,
    'v.yml': 'Scanners: scan.exe',
    'log.json': record('C:\\scan.exe'),
  });
  const [rules, values] = [join(folder, 'rules'), join(folder, 'v.yml')];
  const tested = await runHere(['rules', 'test', rules, '--placeholders', values]);
  assert.equal(tested.stdout, '2 passed, 0 failed\n');
  assert.equal((await runHere(['rules', 'test', rules])).code, 2);
  const args = ['scan', '--rules', rules, '--format', 'ndjson', join(folder, 'log.json')];
  const scanned = await runHere([...args, '--placeholders', values]);
  assert.equal(JSON.parse(scanned.stdout).matched[1].ruleValue, '%Scanners%');
});

test('a case of a filter that has ended by the event’s time expects the match again', async (t) => {
  const filter = SCAN_FILTER.replace('2999-12-31', '2026-11-30');
  const base = {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 3,
    Image: 'C:\\scan.exe',
    ProcessId: '7',
    DestinationPort: '445',
    DestinationIp: '198.51.100.1',
  };
  const record = (day: string) => JSON.stringify({ ...base, UtcTime: `${day} 12:00:00.000` });
  const tests = `rule: a.yml
cases:
  - name: lets the server off on the last day
    expect: suppressed
    filter: ${filter.match(/^id: (.*)$/m)?.[1]}
    record: ${record('2026-11-30')}
  - name: fires the day after
    expect: match
    record: ${record('2026-12-01')}
  - name: leaves other ports alone
    expect: no-match
    record: ${JSON.stringify({ ...base, DestinationPort: '443' })}
`;
  const folder = makeFolder(t, { 'a.yml': SCAN_RULE, 'f.yml': filter, 'a.test.yml': tests });
  assert.equal((await runHere(['rules', 'test', folder])).stdout, '3 passed, 0 failed\n');
});
