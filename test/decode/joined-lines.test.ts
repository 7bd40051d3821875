// Lines that begin in one chunk and end in the next → as they were written, whether they fit in front of it or not.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { OUTPUT_CHUNK_BYTES } from '../../src/decode/caps.ts';
import { decodeObject } from '../../src/decode/index.ts';
import { LineMachine } from '../../src/decode/line-machine.ts';
import { type LinePicking, type LineSpec, ordinalOf } from '../../src/model/index.ts';
import { sourceOf } from './support.ts';

const spec: LineSpec = {
  numbers: ['445'],
  hasEntities: false,
  ids: [],
  kinds: {
    places: [{ needle: 'ventID', before: '"E', behind: '"', isKey: true }],
    kinds: new Map([['1', 'quiet']]),
    others: 'loud',
  },
};

const picking: LinePicking = { spec, from: 0, to: Number.POSITIVE_INFINITY, gives: 'worth' };

/** A loud line of that many bytes, its line feed included. */
function lineOf(id: number, bytes: number): string {
  const start = `{"EventID":2,"id":"a${id}b","noise":"`;
  return `${start}${'x'.repeat(bytes - start.length - 3)}"}\n`;
}

/** Quiet lines and others of the given sizes by turns. */
function textOf(sizes: readonly number[]): string {
  return sizes.map((size, id) => `${lineOf(id, size)}{"EventID":1,"id":"a${id}b"}\n`).join('');
}

/** By ordinal, place and line number. */
async function given(stored: Uint8Array): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const item of decodeObject(sourceOf([stored]), { pick: () => picking })) {
    if (item.kind === 'end') assert.equal(item.outcome.error, undefined);
    if (item.kind !== 'batch') continue;
    const { bytes, starts, ends, count, baseOffset, lines } = item.batch;
    for (let index = 0; index < count; index++) {
      const line = Buffer.from(bytes.subarray(starts[index], ends[index])).toString();
      const offset = baseOffset + (starts[index] ?? 0);
      seen.push(`${ordinalOf(item.batch, index)} ${offset} ${lines?.[index]} ${line}`);
    }
  }
  return seen;
}

function wantedOf(text: string): readonly string[] {
  const wanted: string[] = [];
  let offset = 0;
  for (const [ordinal, line] of text.split('\n').slice(0, -1).entries()) {
    const isGiven = ordinal % 1_024 === 0 || !line.startsWith('{"EventID":1,');
    if (isGiven) wanted.push(`${ordinal} ${offset} ${ordinal + 1} ${line}`);
    offset += line.length + 1;
  }
  return wanted;
}

const CHUNK = OUTPUT_CHUNK_BYTES;

/** Sizes of lines around what a chunk holds, and what fits in front of one. */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  'a few bytes long': Array.from({ length: 60_000 }, (_, id) => 40 + (id % 7)),
  'a tenth of a chunk long': Array.from({ length: 40 }, (_, id) => CHUNK / 10 + id),
  'as long as a chunk': [CHUNK, CHUNK - 1, CHUNK + 1, CHUNK - 40, CHUNK + 40, CHUNK, CHUNK],
  'longer than fits in front of one': [
    700_000, 729_088, 729_089, 800_000, 1_500_000, 3_000_000, 90,
  ],
  'of all sizes': Array.from({ length: 40 }, (_, id) => 60 + ((id * 7_919 * 97) % 400_000)),
};

describe('lines that begin in one chunk and end in another', () => {
  for (const [what, sizes] of Object.entries(SIZES)) {
    const text = textOf(sizes);
    const stored = { gzip: gzipSync(text), zstd: zstdCompressSync(text), plain: Buffer.from(text) };
    for (const [form, bytes] of Object.entries(stored)) {
      it(`are given as they were written, in ${form}, ${what}`, async () => {
        const [seen, wanted] = [await given(bytes), wantedOf(text)];
        assert.equal(seen.length, wanted.length);
        // Compared one by one: a difference of two lines of megabytes is no message.
        for (const [index, line] of seen.entries())
          assert.ok(line === wanted[index], `line ${index}`);
      });
    }
  }

  it('are copied a bounded number of times, however small the members are that they come in', async (t) => {
    const text = Buffer.from(textOf([200_000, 200_000]));
    const pieces = Array.from({ length: Math.ceil(text.length / 500) }, (_, at) =>
      gzipSync(text.subarray(at * 500, (at + 1) * 500), { level: 1 }),
    );
    const { mock } = t.mock.method(LineMachine.prototype, 'behind');
    const seen = await given(Buffer.concat(pieces));
    assert.equal(seen.length, 2);
    const copied = mock.calls.reduce((sum, call) => sum + (call.arguments[0]?.length ?? 0), 0);
    assert.ok(copied <= 2 * text.length, `${copied} bytes of ${text.length}`);
  });
});
