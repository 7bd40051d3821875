// Malformed records are rejected with their place and kept; the records around them are read.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBytes } from './support.ts';

const BAD_LINES = [
  ...[
    'not json',
    '{"a":1',
    '{"a":',
    '{"a":[',
    '{"a":1,',
    '{"a":"x',
    '{"a":1}}',
    '{"a":1}x',
    '}{',
    '}',
    '{',
    '[',
    ']',
  ],
  ...[
    "{'a':1}",
    '{"a":1,,}',
    '{"a":}',
    '{"a" 1}',
    '{a:1}',
    '{"a":1]',
    '{"a":[1}',
    '{"a":1}{',
    '"',
    '\\',
    '{"a":01}',
  ],
  ...[
    '5',
    'null',
    '"text"',
    '[{"a":1}]',
    '{"a":"\\x"}',
    '{"a":"\t"}',
    '{"a":1},',
    '\u0000',
    '{"a":NaN}',
    '{"a":1}]',
  ],
];

const GOOD = ['{"k":0}', '{"k":1}', '{"k":2}', '{"k":3}'];

async function checkLine(bad: string, at: number, feed: string): Promise<void> {
  const lines = GOOD.toSpliced(at, 0, bad);
  const { outcome, values, rejections } = await readBytes(lines.join(feed) + feed, at);
  // The one whole object on a line with the beginning of another is a record.
  const before = bad === '{"a":1}{' ? [{ a: 1 }] : [];
  const offset = (lines.slice(0, at).join(feed) + feed).length + 7 * before.length;
  assert.deepEqual(
    rejections.map((rejection) => [rejection.line, rejection.offset]),
    [[at + 1, offset]],
  );
  const wanted: unknown[] = GOOD.map((line) => JSON.parse(line));
  assert.deepEqual(values, wanted.toSpliced(at, 0, ...before));
  assert.equal(outcome.error, undefined);
}

describe('a malformed line', () => {
  for (const bad of BAD_LINES) {
    it(`is one rejection with its place, wherever it stands: ${JSON.stringify(bad)}`, async () => {
      for (const at of [1, 2, 4]) {
        for (const feed of ['\n', '\r\n']) await checkLine(bad, at, feed);
      }
    });
  }

  it('that comes first is rejected as well', async () => {
    for (const bad of BAD_LINES.filter((line) => !line.startsWith('[') && !line.startsWith('\0'))) {
      const { values } = await readBytes(`${bad}\n{"k":1}\n{"k":2}\n`);
      assert.deepEqual(values.slice(-2), [{ k: 1 }, { k: 2 }], bad);
    }
  });

  it('by the thousand costs no more than its bytes', async () => {
    const lines = Array.from({ length: 40_000 }, (_, at) => (at % 2 ? '{"a":[' : '{"b":1},'));
    const { rejections } = await readBytes(lines.join('\n'), 64 * 1024);
    assert.equal(rejections.length, 40_000);
  });
});

describe('a malformed record in an array or among concatenated objects', () => {
  for (const [name, text, values, rejected] of [
    ['cut before the next', '[{"k":1},{"a":{"b":2 {"k":2},{"k":3}]', [1, 2, 3], ['{"a":{"b":2']],
    ['with brackets in place', '[{"k":1},{"a":,},{"k":2}]', [1, 2], ['{"a":,}']],
    ['with a string cut by a line feed', '[{"k":1},\n{"a":"x,\n{"k":2}\n]', [1, 2], ['{"a":"x,']],
    ['with a bracket of the wrong kind', '[{"k":1},{"a":[1},{"k":2}]', [1, 2], ['{"a":[1}']],
    ['that was never closed', '{"k":1}{"a":1{"k":2}', [1, 2], ['{"a":1']],
    ['over several lines', '{\n "k": 1\n}\n{\n "a": 1,\n{\n "k": 2\n}', [1, 2], ['{\n "a": 1,']],
    ['that is debris', '{"k":1}{"k":2}xyz, 1}{"k":3}\nabc', [1, 2, 3], ['xyz, 1}', 'abc']],
    ['without a comma', '[{"k":1} {"k":2},,{"k":3}]', [1, 2, 3], []],
  ] as const) {
    it(`${name} is rejected alone`, async () => {
      for (const size of [1, 1 << 20]) {
        const seen = await readBytes(text, size);
        assert.deepEqual(
          seen.values.map(({ k }) => k),
          values,
        );
        assert.deepEqual(
          seen.rejections.map(({ bytes }) => Buffer.from(bytes).toString()),
          rejected,
        );
        assert.deepEqual(
          seen.rejections.map(({ offset }) => offset),
          rejected.map((part) => text.indexOf(part)),
        );
        assert.equal(seen.outcome.error, undefined);
      }
    });
  }

  it('has its line counted over the whole text', async () => {
    const { rejections } = await readBytes('[\n{"k":1},\n\n{\n"k":2},\n  oops,\n{"k":3}]', 4);
    assert.deepEqual(
      rejections.map(({ line }) => line),
      [6],
    );
  });

  it('stops the reading where an envelope is broken behind its array, and says where', async () => {
    const text = '{"Records":[{"k":1}],"x":{"Records":[{"k":2}]\n{"Records":[{"k":3}]}';
    const { outcome, values } = await readBytes(text);
    assert.deepEqual(values, [{ k: 1 }]);
    assert.equal(outcome.error?.code, 'JSON_CORRUPT');
    assert.equal(outcome.error?.offset, text.lastIndexOf('{"Records"'));
  });
});
