// Texts whose layout could be taken for another: what docs/design/decode.md promises for each.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBytes } from './support.ts';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly shape: string;
  readonly values: readonly unknown[];
  /** Texts of the records that are rejected. */
  readonly rejected?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'records of a vendor that have a member "value" with objects are no envelopes',
    text: '{"name":"x","value":[{"k":1}]}\n{"name":"y","value":[{"k":2}]}\n',
    shape: 'ndjson',
    values: [
      { name: 'x', value: [{ k: 1 }] },
      { name: 'y', value: [{ k: 2 }] },
    ],
  },
  {
    name: 'nor are they where "value" comes first',
    text: '{"value":[{"k":1}],"name":"x"}\n{"name":"y"}\n',
    shape: 'ndjson',
    values: [{ value: [{ k: 1 }], name: 'x' }, { name: 'y' }],
  },
  {
    name: 'a member "value" with an array of other things is no envelope, even alone',
    text: '{"name":"x","value":[1,2]}',
    shape: 'ndjson',
    values: [{ name: 'x', value: [1, 2] }],
  },
  {
    name: 'a member "Records" that is no array makes no envelope',
    text: '{"Records":{"a":[{}]}}\n{"records":"x"}',
    shape: 'ndjson',
    values: [{ Records: { a: [{}] } }, { records: 'x' }],
  },
  {
    name: 'a "value" further down, or in a string, makes no envelope',
    text: '{"a":{"value":[{}]},"b":"\\"value\\":[{}]"}',
    shape: 'ndjson',
    values: [{ a: { value: [{}] }, b: '"value":[{}]' }],
  },
  {
    name: 'an object with "value" that is alone is an envelope, whatever stands beside',
    text: '{"name":"x","value":[{"k":1}],"z":[1]}\n\n',
    shape: 'wrapped',
    values: [{ k: 1 }],
  },
  {
    name: 'several pages are envelopes',
    text: '{"count":1,"value":[{"k":1}]}\n{"@odata.nextLink":"u","value":[{"k":2}],"x":1}\n',
    shape: 'wrapped',
    values: [{ k: 1 }, { k: 2 }],
  },
  {
    name: 'envelopes one a line, with an empty one first and a bare record between',
    text: '{"records":[]}\n{"records":[{"k":1}],"x":{"records":[{"n":1}]}}\n{"k":2}\n{"records":[{"k":3}]}',
    shape: 'wrapped',
    values: [{ k: 1 }, { k: 2 }, { k: 3 }],
  },
  {
    name: 'an envelope may hold other things before its first record',
    text: '{"Records":[null, "{", 5,{"k":1}]}',
    shape: 'wrapped',
    values: [{ k: 1 }],
    rejected: ['null', '"{"', '5'],
  },
  {
    name: 'an envelope may hold two arrays',
    text: '{"Records":[{"k":1}],"between":{},"records":[{"k":2}]}',
    shape: 'wrapped',
    values: [{ k: 1 }, { k: 2 }],
  },
  {
    name: 'an envelope after a plain first record is a record',
    text: '{"k":1}\n{"Records":[{"k":2}]}\n',
    shape: 'ndjson',
    values: [{ k: 1 }, { Records: [{ k: 2 }] }],
  },
  {
    name: 'a first line that is cut does not change how the rest is read',
    text: '{"a":{"b":[\n{"k":1}\n{"k":2}\n',
    shape: 'ndjson',
    values: [{ k: 1 }, { k: 2 }],
    rejected: ['{"a":{"b":['],
  },
  {
    name: 'an object cut before its first line does not either',
    text: 'd":1}\n{"k":1}\n',
    shape: 'ndjson',
    values: [{ k: 1 }],
    rejected: ['d":1}'],
  },
  {
    name: 'lines that begin with a bracket are text, not an array',
    text: '[2026-01-01 10:00:00] started\n[INFO] x\n',
    shape: 'ndjson',
    values: [],
    rejected: ['[2026-01-01 10:00:00] started', '[INFO] x'],
  },
  {
    name: 'what is in an array and no object is rejected each',
    text: '[1,{"k":1},"a,]}",[{"n":1}],null,true,{"k":2}]',
    shape: 'array',
    values: [{ k: 1 }, { k: 2 }],
    rejected: ['1', '"a,]}"', '[{"n":1}]', 'null', 'true'],
  },
  {
    name: 'two records on a line are both read, wherever the line stands',
    text: '{"k":1}\n{"k":2}{"k":3}\n{"k":4} \t {"k":"}{"}\n{"k":"} {"}\n',
    shape: 'ndjson',
    values: [{ k: 1 }, { k: 2 }, { k: 3 }, { k: 4 }, { k: '}{' }, { k: '} {' }],
  },
  {
    name: 'a byte order mark inside the text is no white space',
    text: '{"k":1}\n\ufeff{"k":2}\n{"k":3}\n',
    shape: 'ndjson',
    values: [{ k: 1 }, { k: 3 }],
    rejected: ['\ufeff{"k":2}'],
  },
];

describe('layout', () => {
  for (const { name, text, shape, values, rejected = [] } of CASES) {
    it(name, async () => {
      for (const size of [1, 6, 1 << 20]) {
        const seen = await readBytes(text, size);
        assert.equal(seen.outcome.shape, shape);
        assert.equal(seen.outcome.error, undefined);
        assert.deepEqual(seen.values, values);
        assert.deepEqual(
          seen.rejections.map(({ bytes }) => Buffer.from(bytes).toString()),
          rejected,
        );
      }
    });
  }

  for (const [name, bytes] of [
    ['UTF-16 with a byte order mark', Buffer.from('\ufeff{"a":1}', 'utf16le')],
    ['UTF-16 without one', Buffer.from('{"a":1}', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\ufeff{"a":1}', 'utf16le').swap16()],
    ['binary data', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0])],
    ['zeros', Buffer.alloc(100_000)],
    ['a Parquet file', Buffer.from('PAR1\u0015\u0004')],
  ] as const) {
    it(`finds that ${name} is no text`, async () => {
      for (const size of [1, 1 << 20]) {
        const { outcome } = await readBytes(bytes, size);
        assert.equal(outcome.error?.code, 'NOT_TEXT');
        assert.deepEqual([outcome.shape, outcome.records], ['empty', 0]);
      }
    });
  }

  it('does not let a NUL inside a record hide the others', async () => {
    const { outcome, values, rejections } = await readBytes('{"a":"\0"}\n{"b":1}\n\0\0\n{"c":1}\n');
    assert.equal(outcome.error, undefined);
    assert.deepEqual(values, [{ b: 1 }, { c: 1 }]);
    assert.equal(rejections.length, 2);
  });
});
