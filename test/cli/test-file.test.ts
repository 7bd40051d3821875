// A test file that proves little, or says something nobody reads, is refused with code and place.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTestFile } from '../../src/cli/rule-tests/test-file.ts';

const SOUND = `rule: scan.yml
cases:
  - name: fires
    expect: match
    tags: [parity]
    record: { EventID: 3 }
  - name: does not fire
    expect: no-match
    records: [{ EventID: 3 }, { EventID: 5 }]
`;

function codesOf(text: string): readonly string[] {
  return parseTestFile({ path: 'scan.test.yml', text }).diagnostics.map(({ code }) => code);
}

test('a sound file is read', () => {
  const { file, diagnostics } = parseTestFile({ path: 'scan.test.yml', text: SOUND });
  assert.deepEqual(diagnostics, []);
  assert.equal(file?.rule, 'scan.yml');
  assert.deepEqual(
    file?.cases.map(({ records }) => records.length),
    [1, 2],
  );
});

test('a case may have another’s records to answer a clause of another rule', () => {
  const text = SOUND.replace('[{ EventID: 3 }, { EventID: 5 }]', '[{ EventID: 3 }]').replace(
    'expect: no-match',
    'expect: no-match\n    parity: { clause: c, theirs: no-match }',
  );
  assert.deepEqual(codesOf(text), []);
});

const FAULTS: readonly (readonly [string, (sound: string) => string, string])[] = [
  ['no YAML', () => 'rule: [', 'TEST_YAML'],
  ['a key twice', (sound) => `${sound}rule: other.yml\n`, 'TEST_YAML'],
  ['an alias without an anchor', (sound) => sound.replace('{ EventID: 3 }', '*none'), 'TEST_YAML'],
  ['no map', () => '- a', 'TEST_SHAPE'],
  ['an empty file', () => '', 'TEST_SHAPE'],
  ['no rule', (sound) => sound.replace('rule: scan.yml\n', ''), 'TEST_SHAPE'],
  ['no cases', () => 'rule: scan.yml\ncases: []\n', 'TEST_SHAPE'],
  ['an unknown key of the file', (sound) => `${sound}skip: true\n`, 'TEST_UNKNOWN_KEY'],
  ['an unknown key of a case', (sound) => sound.replace('tags:', 'tag:'), 'TEST_UNKNOWN_KEY'],
  [
    'an unknown expectation',
    (sound) => sound.replace('expect: match', 'expect: matches'),
    'TEST_SHAPE',
  ],
  ['no name', (sound) => sound.replace('name: fires\n', 'name: ""\n'), 'TEST_SHAPE'],
  ['a name twice', (sound) => sound.replace('does not fire', 'fires'), 'TEST_DUPLICATE_NAME'],
  [
    'the records of another case',
    (sound) => sound.replace('[{ EventID: 3 }, { EventID: 5 }]', '[{ EventID: 3 }]'),
    'TEST_DUPLICATE_CASE',
  ],
  [
    'the records of another case, their members in another order',
    (sound) =>
      sound
        .replace('record: { EventID: 3 }', 'record: { EventID: 3, Pid: 4 }')
        .replace('[{ EventID: 3 }, { EventID: 5 }]', '[{ Pid: 4, EventID: 3 }]'),
    'TEST_DUPLICATE_CASE',
  ],
  ['no match case', (sound) => sound.replace('expect: match', 'expect: no-match'), 'TEST_WEAK'],
  ['no no-match case', (sound) => sound.replace('no-match', 'match'), 'TEST_WEAK'],
  ['suppressed without a filter', (sound) => sound.replace('no-match', 'suppressed'), 'TEST_SHAPE'],
  [
    'a filter without suppression',
    (sound) => sound.replace('tags: [parity]', 'filter: f'),
    'TEST_SHAPE',
  ],
  [
    'a verdict that differs from theirs without a note',
    (sound) => sound.replace('tags: [parity]', 'parity: { clause: c, theirs: no-match }'),
    'TEST_SHAPE',
  ],
  [
    'parity without a clause',
    (sound) => sound.replace('tags: [parity]', 'parity: { theirs: match }'),
    'TEST_SHAPE',
  ],
  [
    'another verdict of theirs',
    (sound) => sound.replace('tags: [parity]', 'parity: { clause: c, theirs: perhaps }'),
    'TEST_SHAPE',
  ],
  [
    'a match that is not routed',
    (sound) => sound.replace('tags: [parity]', 'unrouted: true'),
    'TEST_SHAPE',
  ],
  [
    'a record and records',
    (sound) => sound.replace('records:', 'record: {}\n    records:'),
    'TEST_SHAPE',
  ],
  ['no record', (sound) => sound.replace('    record: { EventID: 3 }\n', ''), 'TEST_SHAPE'],
  [
    'a record that is no map',
    (sound) => sound.replace('record: { EventID: 3 }', 'record: 3'),
    'TEST_SHAPE',
  ],
  [
    'a flag that is not true',
    (sound) => sound.replace('tags: [parity]', 'unattributed: yes'),
    'TEST_SHAPE',
  ],
  ['tags that are no texts', (sound) => sound.replace('[parity]', '[1]'), 'TEST_SHAPE'],
];

for (const [what, change, code] of FAULTS) {
  test(`${what} is refused as ${code}`, () => {
    assert.ok(codesOf(change(SOUND)).includes(code), codesOf(change(SOUND)).join());
  });
}

test('a problem names its line', () => {
  const text = SOUND.replace('tags:', 'tag:');
  const [diagnostic] = parseTestFile({ path: 'scan.test.yml', text }).diagnostics;
  assert.deepEqual(diagnostic?.position, { path: 'scan.test.yml', line: 5, column: 10 });
});

test('an integer beyond 2^53 is the text of its digits, as in a log', () => {
  const text = SOUND.replace('{ EventID: 3 }', '{ Keywords: -9223372036854775808, Pid: 4 }');
  const { file } = parseTestFile({ path: 'scan.test.yml', text });
  assert.deepEqual(file?.cases[0]?.records, [{ Keywords: '-9223372036854775808', Pid: 4 }]);
});

test('a record can be another with a change', () => {
  const text = SOUND.replace('record: {', 'record: &base {').replace(
    'records: [{ EventID: 3 }, { EventID: 5 }]',
    'record: { <<: *base, Extra: 1 }',
  );
  const { file } = parseTestFile({ path: 'scan.test.yml', text });
  assert.deepEqual(file?.cases[1]?.records, [{ EventID: 3, Extra: 1 }]);
});

test('an alias bomb is refused', () => {
  const bomb = Array.from({ length: 30 }, (_, level) =>
    level === 0 ? 'a0: &a0 [x]' : `a${level}: &a${level} [*a${level - 1}, *a${level - 1}]`,
  );
  assert.deepEqual(codesOf(bomb.join('\n')), ['TEST_YAML']);
});
