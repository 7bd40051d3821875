// Chunks that are written over once they were read, and chunks that stay → the same records, faults and offsets.

import assert from 'node:assert/strict';
import { Transform } from 'node:stream';
import { describe, it } from 'node:test';
import { createInflateRaw, gzipSync, zstdCompressSync } from 'node:zlib';
import { CAN_BE_DRIVEN, DirectInflater } from '../../src/decode/direct-inflater.ts';
import { passing } from '../../src/decode/output.ts';
import { piecesOf, read, type Seen, sourceOf } from './support.ts';

/** More than a chunk: what is read of it is written over by the next. */
const TEXT = Array.from(
  { length: 9_000 },
  (_, id) => `{"id":${id},"noise":"${(id * 7_919) % 99_991}","text":"${'x'.repeat(id % 60)}"}\n`,
).join('');
const HALF = TEXT.indexOf('\n', TEXT.length / 2) + 1;

async function bothWays(stored: Uint8Array, size: number): Promise<Seen> {
  const source = () => sourceOf(piecesOf(stored, size));
  const kept = await read(source());
  // Asking which lines are wanted says that none is read twice; all of them are.
  const passing = await read(source(), { pick: () => undefined });
  assert.deepEqual(passing, kept);
  return passing;
}

const STORED = [
  ['gzip', gzipSync(TEXT)],
  [
    'gzip of two members',
    Buffer.concat([TEXT.slice(0, HALF), TEXT.slice(HALF)].map((part) => gzipSync(part))),
  ],
  ['zstd', zstdCompressSync(TEXT)],
  [
    'zstd of two frames',
    Buffer.concat([TEXT.slice(0, HALF), TEXT.slice(HALF)].map((part) => zstdCompressSync(part))),
  ],
] as const;

describe('what is decompressed in place', () => {
  it('is what this Node can do', () => assert.ok(CAN_BE_DRIVEN));

  for (const [name, stored] of STORED) {
    it(`is all of an object (${name})`, async () => {
      for (const size of [1_000, 70_000, 1 << 30]) {
        const { values, outcome } = await bothWays(stored, size);
        assert.equal(values.length, 9_000);
        assert.equal(outcome.error, undefined);
      }
    });

    it(`ends where it was cut, or is followed by something else (${name})`, async () => {
      for (const cut of [1, 9, 2_000, stored.length >> 1]) {
        const { outcome } = await bothWays(stored.subarray(0, -cut), 50_000);
        assert.ok(outcome.error);
      }
      const { outcome } = await bothWays(Buffer.concat([stored, Buffer.from('behind')]), 50_000);
      assert.equal(outcome.error?.code, 'TRAILING_GARBAGE');
    });

    it(`is all before a damaged byte (${name})`, async () => {
      for (let at = 30; at < stored.length; at += stored.length >> 3) {
        const damaged = Buffer.from(stored);
        damaged[at] = (damaged[at] ?? 0) ^ 0x55;
        await bothWays(damaged, 60_000);
      }
    });
  }

  it('is left to streams where a stream has no handle', () => {
    const stream = Object.assign(new Transform(), {
      bytesWritten: 0,
      close: () => undefined,
      flush: () => undefined,
    });
    assert.equal(Reflect.get(stream, '_handle'), undefined);
    // What is no stream of zlib has nothing that could be driven.
    const zlib = stream as unknown as Parameters<typeof DirectInflater.of>[0];
    assert.equal(DirectInflater.of(zlib, Buffer.alloc(8)), undefined);
  });

  it('is left to a stream with a buffer of the usual size, and the one that was tried is freed', () => {
    const made = new Map<number, Inflating>();
    const output = passing();
    const inflater = output.open((chunkSize) => {
      const stream = createInflateRaw({ chunkSize });
      if (made.size === 0) Reflect.set(stream, '_writeState', undefined);
      made.set(chunkSize, stream);
      return stream;
    }, 16_384);
    assert.deepEqual(
      [...made].map(([size, { destroyed }]) => [size, destroyed]),
      [
        [64, true],
        [16_384, false],
      ],
    );
    inflater.destroy();
    output.end();
  });
});

type Inflating = ReturnType<typeof createInflateRaw>;
