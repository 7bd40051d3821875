// An object cut short at any byte is never reported complete, and gives exactly the records before the cut.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { readBytes, skippableFrame } from './support.ts';

const LINES = Array.from({ length: 24 }, (_, id) => `{"id":${id},"noise":"${(id * 7919) % 97}"}\n`);
const TEXT = LINES.join('');
const THIRD = Math.floor(TEXT.length / 3);
/** Few records: each cut is read in pieces of one byte. */
const SHORT = LINES.slice(0, 9).join('');
const params = { [constants.ZSTD_c_checksumFlag]: 1 };

const NAMED_HEADER = Buffer.from([
  0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x61, 0, 0x62, 0,
]);
const OBJECTS: readonly (readonly [
  name: string,
  code: string,
  bytes: Uint8Array,
  whole: number,
])[] = [
  ['gzip', 'GZIP_TRUNCATED', gzipSync(SHORT), 0],
  [
    'gzip with extra field, name and comment',
    'GZIP_TRUNCATED',
    Buffer.concat([NAMED_HEADER, gzipSync(SHORT).subarray(10)]),
    0,
  ],
  ['zstd', 'ZSTD_TRUNCATED', zstdCompressSync(SHORT), 0],
  ['zstd with a checksum', 'ZSTD_TRUNCATED', zstdCompressSync(SHORT, { params }), 0],
  [
    'zstd after a skippable frame',
    'ZSTD_TRUNCATED',
    Buffer.concat([skippableFrame(9), zstdCompressSync(SHORT)]),
    17,
  ],
];

describe('truncation', () => {
  for (const [name, code, bytes, boundary] of OBJECTS) {
    for (const size of [1, bytes.length]) {
      it(`is told at every byte of ${name}, in pieces of ${size}`, async () => {
        for (let cut = 1; cut < bytes.length; cut++) {
          // A cut between two frames cannot be told from an object that ends there.
          if (cut === boundary) continue;
          const { outcome, values, rejections } = await readBytes(bytes.subarray(0, cut), size);
          assert.equal(outcome.error?.code, code, `cut at ${cut}`);
          assert.equal(outcome.error?.compressedOffset, cut);
          assert.deepEqual(rejections, []);
          assert.deepEqual(values, wholeRecords(outcome.bytes));
        }
      });
    }
  }

  it('in a later member or frame leaves the records of the earlier ones', async () => {
    for (const compress of [gzipSync, zstdCompressSync]) {
      const first = compress(TEXT.slice(0, THIRD));
      const bytes = Buffer.concat([first, compress(TEXT.slice(THIRD))]);
      for (let cut = first.length + 1; cut < bytes.length; cut++) {
        const { outcome, values } = await readBytes(bytes.subarray(0, cut));
        assert.match(outcome.error?.code ?? '', /TRUNCATED$/);
        assert.ok(outcome.bytes >= THIRD);
        assert.deepEqual(values, wholeRecords(outcome.bytes));
      }
    }
  });

  it('says how much of a record was left, and counts none of it', async () => {
    const bytes = gzipSync('{"a":1}\n{"b":"', { finishFlush: constants.Z_SYNC_FLUSH });
    const { outcome, values, rejections } = await readBytes(bytes);
    assert.deepEqual(values, [{ a: 1 }]);
    assert.deepEqual(rejections, []);
    assert.equal(outcome.records, 1);
    assert.match(outcome.error?.message ?? '', /6 bytes of an unfinished record were left/);
  });

  it('counts a record whose closing brace was read, though no line feed follows', async () => {
    const bytes = gzipSync('{"a":1}\n{"b":2}').subarray(0, -3);
    assert.deepEqual((await readBytes(bytes)).values, [{ a: 1 }, { b: 2 }]);
  });

  for (const layout of ['array', 'wrapped', 'concatenated'] as const) {
    it(`of compressed text is not reported as a fault of the JSON (${layout})`, async () => {
      const records = JSON.stringify(
        LINES.map((line) => JSON.parse(line)),
        null,
        1,
      );
      const text = {
        array: records,
        wrapped: `{"Records":${records}}`,
        concatenated: records.slice(1, -1).replaceAll('},', '}'),
      }[layout];
      const bytes = gzipSync(text);
      for (const cut of [bytes.length - 5, Math.floor(bytes.length * 0.7)]) {
        const { outcome, values, rejections } = await readBytes(bytes.subarray(0, cut));
        assert.equal(outcome.shape, layout);
        assert.equal(outcome.error?.code, 'GZIP_TRUNCATED');
        assert.deepEqual(rejections, []);
        assert.ok(values.length > 10);
      }
    });
  }

  const TEXTS = [
    '[',
    '[{"a":1}',
    '[{"a":1},',
    '[{"a":1},{"a"',
    '{"Records":[{"a":1}',
    '{"Records":[{"a":1}]',
  ];
  for (const text of [...TEXTS, '{"a":1}{"a"', '{\n "a": 1\n}\n{\n "a"']) {
    it(`of plain ${JSON.stringify(text)} is JSON_TRUNCATED`, async () => {
      for (const size of [1, text.length]) {
        const { outcome, values, rejections } = await readBytes(text, size);
        assert.equal(outcome.error?.code, 'JSON_TRUNCATED');
        assert.equal(outcome.error?.offset, text.length);
        assert.deepEqual(rejections, []);
        assert.deepEqual(values, text === '[' ? [] : [{ a: 1 }]);
      }
    });
  }

  for (const tail of ['{', '{"b":', '{"b":"x', '{"b":{"c":1}', '{"b":[{"c":1}', '{"b":"\\"}']) {
    it(`of plain NDJSON in ${tail} is JSON_TRUNCATED, and the last line is rejected`, async () => {
      const text = `{"a":1}\n${tail}`;
      for (const size of [1, text.length]) {
        const { outcome, values, rejections } = await readBytes(text, size);
        assert.deepEqual(
          [outcome.error?.code, outcome.error?.offset],
          ['JSON_TRUNCATED', text.length],
        );
        assert.deepEqual(values, [{ a: 1 }]);
        assert.deepEqual([rejections[0]?.code, rejections[0]?.line], ['RECORD_NOT_JSON', 2]);
        assert.equal(outcome.records, 2);
      }
    });
  }

  for (const end of ['{"b":2}', '{"b":2} ', '{"b":\n', 'no JSON', '']) {
    it(`is not suspected of plain NDJSON that ends with ${JSON.stringify(end)}`, async () => {
      const text = `{"a":1}\n${end}`;
      for (const size of [1, text.length]) {
        assert.equal((await readBytes(text, size)).outcome.error, undefined);
      }
    });
  }
});

/** The records whose closing brace lies within the first bytes. */
function wholeRecords(bytes: number): readonly unknown[] {
  const lines = TEXT.slice(0, bytes).split('\n');
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line));
}
