// Bad data and trailing garbage are errors with their offsets, and take nothing away that stands before them.

import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  constants,
  crc32,
  createDeflateRaw,
  deflateRawSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { MAX_REPLAY_BYTES } from '../../src/decode/caps.ts';
import { readBytes, skippableFrame } from './support.ts';

const LINES = Array.from(
  { length: 700 },
  (_, id) => `{"id":${id},"noise":"${(id * 7919) % 9973}"}\n`,
);
const TEXT = LINES.join('');
const VALUES = LINES.map((line) => JSON.parse(line));
const SIZES = [3, 1000, 1 << 30];

describe('trailing garbage', () => {
  for (const [name, bytes] of [
    ['gzip', gzipSync(TEXT)],
    ['zstd', zstdCompressSync(TEXT)],
  ] as const) {
    for (const garbage of ['x', '\n', 'xyz', '{"id":1}\n', 'x'.repeat(100_000)]) {
      it(`after ${name} is an error behind all records: ${JSON.stringify(garbage.slice(0, 9))}`, async () => {
        for (const size of [1000, 1 << 30]) {
          const stored = Buffer.concat([bytes, Buffer.from(garbage)]);
          const { outcome, values } = await readBytes(stored, size);
          assert.deepEqual(values, VALUES);
          assert.equal(outcome.error?.code, 'TRAILING_GARBAGE');
          assert.equal(outcome.error?.compressedOffset, bytes.length);
          assert.equal(outcome.error?.offset, TEXT.length);
        }
      });
    }
  }

  it('of zeros is padding after gzip, not after zstd', async () => {
    const zeros = Buffer.alloc(1000);
    const gzip = await readBytes(Buffer.concat([gzipSync(TEXT), zeros]));
    assert.equal(gzip.outcome.error, undefined);
    const zstd = await readBytes(Buffer.concat([zstdCompressSync(TEXT), zeros]));
    assert.equal(zstd.outcome.error?.code, 'TRAILING_GARBAGE');
    const both = await readBytes(
      Buffer.concat([gzipSync('{"a":1}\n'), zeros, gzipSync('{"a":2}')]),
    );
    assert.deepEqual(both.values, [{ a: 1 }, { a: 2 }]);
    assert.equal(both.outcome.error, undefined);
  });

  it('that could begin a next member, were it not cut, is a truncation', async () => {
    const gzip = await readBytes(Buffer.concat([gzipSync(TEXT), Buffer.from([0x1f])]));
    assert.equal(gzip.outcome.error?.code, 'GZIP_TRUNCATED');
    for (const head of [[0x28, 0xb5, 0x2f], [0x5a, 0x2a], [0x50]]) {
      const zstd = await readBytes(Buffer.concat([zstdCompressSync(TEXT), Buffer.from(head)]));
      assert.equal(zstd.outcome.error?.code, 'ZSTD_TRUNCATED');
      assert.deepEqual(zstd.values, VALUES);
    }
  });
});

describe('corruption', () => {
  it('of a member too large to be read again may cost as much before it as is said', async () => {
    const noise = Array.from({ length: 85_000 }, (_, id) => {
      const hash = createHash('sha256').update(String(id)).digest('base64');
      return JSON.stringify({ hash: hash + hash.toLowerCase() });
    });
    const text = `${noise.join('\n')}\n${'{"id":"the same"}\n'.repeat(17_000)}`;
    const body = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH });
    // A block of a type that there is not, right behind the text.
    const stored = Buffer.concat([gzipSync('').subarray(0, 10), body, Buffer.from([7, 7, 7, 7])]);
    const { outcome } = await readBytes(stored);
    assert.equal(outcome.error?.code, 'GZIP_CORRUPT');
    const [, said = ''] = /up to (\d+) KiB of output/.exec(outcome.error?.message ?? '') ?? [];
    const lost = text.length - outcome.bytes;
    assert.ok(body.length > MAX_REPLAY_BYTES);
    assert.ok(lost > 256 * 1_024, `${lost} bytes were lost`);
    assert.ok(lost <= Number(said) * 1_024, `${lost} bytes were lost, ${said} KiB are said`);
  });

  const gzip = gzipSync(TEXT);
  for (const [part, offset] of [
    ['checksum', gzip.length - 7],
    ['length', gzip.length - 2],
  ] as const) {
    it(`of a gzip member's ${part} leaves every record`, async () => {
      for (const size of SIZES) {
        const { outcome, values } = await readBytes(flip(gzip, offset), size);
        assert.deepEqual(values, VALUES);
        assert.equal(outcome.error?.code, 'GZIP_CORRUPT');
        assert.equal(outcome.error?.compressedOffset, gzip.length - 8);
      }
    });
  }

  it('of a zstd checksum leaves every record', async () => {
    const bytes = zstdCompressSync(TEXT, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
    for (const size of SIZES) {
      const { outcome, values } = await readBytes(flip(bytes, bytes.length - 2), size);
      assert.deepEqual(values, VALUES);
      assert.equal(outcome.error?.code, 'ZSTD_CORRUPT');
      assert.match(outcome.error?.message ?? '', /ZSTD_error_checksum_wrong/);
    }
  });

  it('in the middle leaves every record before it, also when all bytes arrive at once', async () => {
    const bytes = await blockWise(LINES);
    // A block of the reserved type 3, where the 1,000th record would have begun.
    const stored = Buffer.concat([
      bytes.subarray(0, bytes.length - 1),
      Buffer.from([0xff]),
      randomBytes(99),
    ]);
    for (const size of SIZES) {
      const { outcome, values } = await readBytes(stored, size);
      assert.deepEqual(values, VALUES);
      assert.equal(outcome.error?.code, 'GZIP_CORRUPT');
      assert.match(outcome.error?.message ?? '', /Z_DATA_ERROR: invalid block type/);
      assert.equal(outcome.error?.compressedOffset, bytes.length - 1);
    }
  });

  it('of any byte of gzip or of checked zstd is an error, and never loses what was sound in smaller pieces', async () => {
    const text = TEXT.slice(0, 2000);
    const params = { [constants.ZSTD_c_checksumFlag]: 1 };
    for (const bytes of [gzipSync(text), zstdCompressSync(text, { params })]) {
      // The first four bytes are the magic number; gzip's time, flags and system carry no check.
      for (let at = 10; at < bytes.length; at += 29) {
        const whole = await readBytes(flip(bytes, at));
        const pieces = await readBytes(flip(bytes, at), 1);
        assert.ok(whole.outcome.error !== undefined, `byte ${at}`);
        assert.deepEqual(whole.outcome, {
          ...pieces.outcome,
          compressedBytes: whole.outcome.compressedBytes,
        });
        assert.deepEqual(whole.records, pieces.records);
      }
    }
  });

  for (const [what, at, value] of [
    ['method', 2, 7],
    ['flags', 3, 0xe0],
  ] as const) {
    it(`of a gzip header's ${what} is an error`, async () => {
      const bytes = Buffer.from(gzip);
      bytes[at] = value;
      const { outcome } = await readBytes(bytes);
      assert.equal(outcome.error?.code, 'GZIP_CORRUPT');
      assert.equal(outcome.compression, 'gzip');
    });
  }

  it('of a gzip header is told by its own checksum', async () => {
    const header = Buffer.from([0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3]);
    const body = gzip.subarray(10);
    const checksum = new Uint8Array(2);
    new DataView(checksum.buffer).setUint16(0, crc32(header) & 0xffff, true);
    const good = await readBytes(Buffer.concat([header, checksum, body]), 1);
    const bad = await readBytes(Buffer.concat([header, Buffer.from([0, 0]), body]));
    assert.equal(bad.outcome.error?.code, 'GZIP_CORRUPT');
    assert.equal(good.outcome.error, undefined);
  });

  it('is what zstd with too large a window, a dictionary or a reserved block is reported as', async () => {
    const magic = [0x28, 0xb5, 0x2f, 0xfd];
    const rest = [1, 0, 0, 0, 0, 0];
    for (const [header, code] of [
      [[0x00, 0xf8], /windowTooLarge/],
      [[0x01, 0x50, 0x07], /dictionary/],
      [[0x00, 0x50, 0x07], /ZSTD_error/],
    ] as const) {
      const { outcome } = await readBytes(Buffer.from([...magic, ...header, ...rest]));
      assert.equal(outcome.error?.code, 'ZSTD_CORRUPT');
      assert.match(outcome.error?.message ?? '', code);
    }
  });
});

describe('members and frames', () => {
  it('may be thousands, and empty', async () => {
    const lines = LINES.slice(0, 300).flatMap((line) => [line, '']);
    for (const compress of [gzipSync, zstdCompressSync]) {
      const stored = Buffer.concat(lines.map((line) => compress(line)));
      const { outcome, values } = await readBytes(stored);
      assert.deepEqual(values, VALUES.slice(0, 300));
      assert.equal(outcome.error, undefined);
    }
  });

  it('may be written as a stream, without a size in the header, in blocks larger than a chunk', async () => {
    const text = LINES.join('').repeat(20);
    const params = { [constants.ZSTD_c_contentSizeFlag]: 0, [constants.ZSTD_c_checksumFlag]: 1 };
    const frame = zstdCompressSync(text, { params });
    const raw = zstdCompressSync(randomLines(), { params });
    const stored = Buffer.concat([frame, skippableFrame(70_000), raw, frame]);
    for (const size of [4093, 1 << 30]) {
      const { outcome, values } = await readBytes(stored, size);
      assert.equal(outcome.error, undefined);
      assert.equal(values.length, 2 * 20 * LINES.length + 100);
    }
  });
});

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x55;
  return copy;
}

/** Lines that do not compress: their blocks are stored raw. */
function randomLines(): string {
  return Array.from(
    { length: 100 },
    () => `{"r":"${randomBytes(3000).toString('base64')}"}\n`,
  ).join('');
}

/** A gzip member that is flushed after all lines: what follows begins a new deflate block on a byte boundary. */
async function blockWise(lines: readonly string[]): Promise<Buffer> {
  const deflate = createDeflateRaw();
  const parts: Uint8Array[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])];
  deflate.on('data', (part) => parts.push(part));
  deflate.write(lines.join(''));
  await new Promise<void>((resolve) => {
    deflate.flush(constants.Z_FULL_FLUSH, resolve);
  });
  deflate.destroy();
  return Buffer.concat([...parts, Buffer.from([0])]);
}
