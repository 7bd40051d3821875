// Option texts are typed or refused with what was expected.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/cli/errors.ts';
import {
  oneOf,
  parseFormat,
  parseLevel,
  parseSource,
  parseTime,
} from '../../src/cli/parse-options.ts';

const TIMES: readonly (readonly [string, number])[] = [
  ['2026-11-20', Date.UTC(2026, 10, 20)],
  ['2026-11-20T10:15', Date.UTC(2026, 10, 20, 10, 15)],
  ['2026-11-20T10:15:30.5Z', Date.UTC(2026, 10, 20, 10, 15, 30, 500)],
  ['2026-11-20 10:15:30', Date.UTC(2026, 10, 20, 10, 15, 30)],
  ['2026-11-20T10:15:00+02:00', Date.UTC(2026, 10, 20, 8, 15)],
];

for (const [text, timeMs] of TIMES) {
  test(`${text} is a time, in UTC unless it says otherwise`, () => {
    assert.equal(parseTime('--since', text), timeMs);
  });
}

for (const text of [
  '',
  'yesterday',
  '2026',
  '20.11.2026',
  '2026-13-01',
  '2026-02-30',
  '2026-11-20T25:00Z',
  '1795169702',
]) {
  test(`"${text}" is no time`, () => {
    assert.throws(() => parseTime('--since', text), UsageError);
  });
}

const SLIPS: readonly (readonly [(text: string) => string, string, RegExp])[] = [
  [parseLevel, 'hihg', /did you mean "high"/],
  [parseFormat, 'njson', /did you mean/],
  [parseSource, 'sysmom', /did you mean "sysmon"/],
  [parseLevel, 'zzzzzzzzzzzz', /expected one of informational/],
];

for (const [parse, text, message] of SLIPS) {
  test(`${text} is refused: ${message.source}`, () => {
    assert.throws(() => parse(text), message);
  });
}

test('where nothing is known, the message says so', () => {
  assert.throws(() => oneOf('--no-filter', 'x', []), /there are none/);
});
