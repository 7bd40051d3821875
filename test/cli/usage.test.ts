// A command line that makes no sense is refused in words; help shows how to do it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHere } from './run-here.ts';

const USAGE: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['no command', [], /Usage/],
  ['no path', ['scan'], /path/],
  ['an unknown command', ['scna'], /Did you mean scan/],
  ['an unknown option', ['scan', '--fromat', 'json', '-'], /--format/],
  ['an unknown level', ['scan', '--fail-on', 'hihg', '-'], /did you mean "high"/],
  ['an unknown source', ['scan', '--source', 'sysmn', '-'], /did you mean "sysmon"/],
  ['an unknown format', ['scan', '--format', 'csv', '-'], /table, ndjson, json/],
  ['a time that is none', ['scan', '--since', 'noon', '-'], /--since "noon".*ISO-8601/],
  ['another time that is none', ['scan', '--until', 'noon', '-'], /--until "noon"/],
  [
    'a window without width',
    ['scan', '--since', '2026-11-21', '--until', '2026-11-20', '-'],
    /before/,
  ],
  ['stdin twice', ['scan', '-', '-'], /twice/],
];

for (const [what, args, message] of USAGE) {
  test(`${what} is a usage error, in words`, async () => {
    const { code, stdout, stderr } = await runHere(args);
    assert.equal(code, 64);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.match(stderr, /--help/);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });
}

for (const command of [
  ['scan'],
  ['rules', 'check'],
  ['rules', 'test'],
  ['rules', 'cases'],
  ['rules'],
  [],
]) {
  test(`${['help of', ...command].join(' ')} shows examples`, async () => {
    const { code, stdout } = await runHere([...command, '--help']);
    assert.equal(code, 0);
    assert.match(stdout, /Examples:/);
  });
}
