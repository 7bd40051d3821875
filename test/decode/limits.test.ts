// Caps: what is above them is rejected with its beginning, in bounded memory, and the rest is read.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_DEPTH, MAX_RECORD_BYTES, MAX_REJECTED_BYTES_KEPT } from '../../src/decode/index.ts';
import { read, readBytes, sourceOf } from './support.ts';

const CHUNK = Buffer.alloc(256 * 1024, 'x');

/** Text around one string of so many chunks, without ever holding it. */
function* around(before: string, chunks: number, after: string): Generator<Uint8Array> {
  yield Buffer.from(before);
  for (let index = 0; index < chunks; index++) yield CHUNK;
  yield Buffer.from(after);
}

describe('a record above the cap', () => {
  for (const [shape, before, after] of [
    ['ndjson', '{"k":1}\n{"big":"', '"}\n{"k":2}\n'],
    ['array', '[{"k":1},\n{"big":"', '"},{"k":2}]'],
    ['wrapped', '{"Records":[{"k":1},\n{"big":"', '"},{"k":2}]}'],
    ['wrapped', '{"Records":[{"k":1}]}\n{"big":"', '"}{"k":2}'],
    ['concatenated', '{"k":1} {"k":0}\n{"big":"', '"}{"k":2}'],
  ] as const) {
    it(`is rejected and passed over in bounded memory (${shape})`, async () => {
      const rss = process.memoryUsage.rss();
      const { outcome, values, rejections } = await read(sourceOf(around(before, 320, after)));
      assert.deepEqual(
        values.filter(({ k }) => k !== 0),
        [{ k: 1 }, { k: 2 }],
      );
      const [rejection] = rejections;
      assert.equal(rejections.length, 1);
      assert.equal(rejection?.code, 'RECORD_TOO_LARGE');
      assert.deepEqual([rejection?.line, rejection?.offset], [2, before.indexOf('{"big"')]);
      assert.equal(rejection?.bytes.buffer.byteLength, MAX_REJECTED_BYTES_KEPT);
      assert.equal(rejection?.isCut, true);
      assert.equal(outcome.error, undefined);
      assert.equal(outcome.shape, shape);
      // 80 MiB went through. Two copies of the cap while it grows, twice for the collector's delay.
      assert.ok(process.memoryUsage.rss() - rss < 4 * MAX_RECORD_BYTES);
    });
  }

  it('is one byte more than a record that is read, in every layout and chunking', async () => {
    const record = (size: number) => `{"a":"${'x'.repeat(size - 8)}"}`;
    for (const [before, after] of [
      ['{"k":1}\n', '\r\n{"k":2}\n'],
      ['{"k":1}\n', ''],
      ['[', ',\n{"k":2}]'],
      ['', '\n{"k":2}'],
    ]) {
      for (const [size, rejected] of [
        [MAX_RECORD_BYTES, 0],
        [MAX_RECORD_BYTES + 1, 1],
      ] as const) {
        for (const chunk of [1_000_003, 1 << 30]) {
          const { rejections } = await readBytes(`${before}${record(size)}${after}`, chunk);
          assert.equal(rejections.length, rejected);
        }
      }
    }
  });

  it('does not hide a pretty-printed first line that never closes', async () => {
    const lines = '{"b":1},\n'.repeat(100);
    const { values, rejections } = await readBytes(`{"k":1}\n{"a":[\n${lines}{"k":2}\n`, 50);
    assert.deepEqual(values, [{ k: 1 }, { k: 2 }]);
    assert.equal(rejections.length, 101);
  });

  it('is a line of white space: that is none', async () => {
    const blanks = Buffer.alloc(1024 * 1024, ' ');
    const { outcome, values } = await read(
      sourceOf([Buffer.from('{"k":1}\n'), ...Array(40).fill(blanks), Buffer.from('{"k":2}\n')]),
    );
    assert.deepEqual(values, [{ k: 1 }, { k: 2 }]);
    assert.equal(outcome.records, 2);
  });
});

describe('a record that nests too deep', () => {
  const nest = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`;
  const nestArrays = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;

  for (const build of [nest, nestArrays]) {
    for (const [layout, before, after] of [
      ['NDJSON', '{"k":1}\n', '\n{"k":2}\n'],
      ['an array', '[{"k":1},', ',{"k":2}]'],
      ['concatenated objects', '{"k":1}', '{"k":2}'],
    ] as const) {
      it(`is rejected alone in ${layout} (${build.name})`, async () => {
        for (const [depth, count] of [
          [MAX_DEPTH, 0],
          [MAX_DEPTH + 1, 1],
          [100_000, 1],
        ] as const) {
          const { values, rejections } = await readBytes(before + build(depth) + after, 4096);
          assert.deepEqual(
            rejections.map(({ code }) => code),
            Array(count).fill('RECORD_TOO_DEEP'),
          );
          assert.deepEqual([values.at(0), values.at(-1)], [{ k: 1 }, { k: 2 }]);
        }
      });
    }
  }

  it('is not taken for one with many brackets side by side or in strings', async () => {
    const text = JSON.stringify({ a: Array(200).fill({}), b: '[{'.repeat(200) });
    assert.equal((await readBytes(text)).rejections.length, 0);
  });
});
