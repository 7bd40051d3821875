// Chunks whose memory is freed once they were read → what chunks give that stay, also of objects that are cut or damaged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { piecesOf, read, sourceOf } from './support.ts';

/** Hardly compressed: more than is kept for finding a fault. */
const TEXT = Array.from({ length: 80_000 }, (_, id) => {
  const noise = Math.imul(id, 0x9e3779b1) >>> 0;
  return `{"id":${id},"noise":"${noise.toString(36)}${(noise ^ 0x5bd1e995).toString(36)}${Math.imul(noise, 31).toString(36)}"}\n`;
}).join('');
const GZIP = gzipSync(TEXT, { level: 1 });
const ZSTD = zstdCompressSync(TEXT);

function damaged(stored: Uint8Array, at: number): Uint8Array {
  const bytes = new Uint8Array(stored);
  bytes.fill(0xff, at, at + 64);
  return bytes;
}

/** Buffers of their own, as a file gives them. */
function ownPieces(stored: Uint8Array, size: number): readonly Uint8Array[] {
  return [...piecesOf(stored, size)].map((piece) => new Uint8Array(piece));
}

const STORED = [
  ['gzip', GZIP],
  ['gzip that is cut', GZIP.subarray(0, -1_000)],
  ['gzip with a fault near its start', damaged(GZIP, 300_000)],
  ['gzip with a fault near its end', damaged(GZIP, GZIP.length - 90_000)],
  ['gzip of two members', Buffer.concat([GZIP, GZIP])],
  ['gzip and something else', Buffer.concat([GZIP, Buffer.from('garbage')])],
  ['zstd', ZSTD],
  ['zstd with a fault', damaged(ZSTD, 400_000)],
  ['plain', Buffer.from(TEXT)],
  ['plain, an array', Buffer.from(`[${TEXT.trim().replaceAll('\n', ',')}]`)],
] as const;

describe('chunks that are freed once they were read', () => {
  for (const [what, stored] of STORED) {
    it(`give what chunks give that stay: ${what}`, async () => {
      const pick = () => undefined;
      const kept = await read(sourceOf(ownPieces(stored, 100_000)), { pick });
      const pieces = ownPieces(stored, 100_000);
      const freed = await read(sourceOf(pieces), { pick, ownsChunks: true });
      assert.deepEqual(freed.outcome, kept.outcome);
      assert.deepEqual(freed.rejections, kept.rejections);
      assert.deepEqual(freed.values, kept.values);
    });
  }

  it('are freed, also those that were kept for finding a fault', async () => {
    for (const stored of [GZIP, gzipSync(TEXT.repeat(6), { level: 1 })]) {
      const pieces = ownPieces(stored, 100_000);
      await read(sourceOf(pieces), { pick: () => undefined, ownsChunks: true });
      const left = pieces.reduce((sum, { length }) => sum + length, 0);
      assert.ok(left < 200_000, `${left} of ${stored.length} bytes are left`);
    }
  });

  it('stay where somebody else has them, and where records are kept', async () => {
    for (const options of [{ pick: () => undefined }, { ownsChunks: true }]) {
      const pieces = ownPieces(GZIP, 100_000);
      await read(sourceOf(pieces), options);
      assert.equal(
        pieces.reduce((sum, { length }) => sum + length, 0),
        GZIP.length,
      );
    }
  });
});
