// The source is pulled on demand, closed in every case, and its failure is an outcome, not an exception.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { decodeObject } from '../../src/decode/index.ts';
import type { DecodeItem } from '../../src/model/index.ts';
import { read } from './support.ts';

const TEXT = Array.from({ length: 30_000 }, (_, id) => `{"id":${id},"x":"${Math.sin(id)}"}\n`).join(
  '',
);
const STORED = { plain: Buffer.from(TEXT), gzip: gzipSync(TEXT), zstd: zstdCompressSync(TEXT) };

/** A source in pieces of 1,000 bytes that counts what is asked of it and may fail after some bytes. */
class Watched implements AsyncIterable<Uint8Array> {
  pulled = 0;
  isClosed = false;
  readonly #bytes: Uint8Array;
  readonly #failAt: number;

  constructor(bytes: Uint8Array, failAt = Number.POSITIVE_INFINITY) {
    this.#bytes = bytes;
    this.#failAt = failAt;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (let at = 0; at < this.#bytes.length; at += 1000) {
        if (at >= this.#failAt) throw new Error('reset by\u001b[31m peer');
        this.pulled++;
        yield this.#bytes.subarray(at, Math.min(at + 1000, this.#failAt));
      }
    } finally {
      this.isClosed = true;
    }
  }
}

describe('the source', () => {
  for (const [name, bytes] of Object.entries(STORED)) {
    it(`is closed when the consumer stops early, and was pulled only as far as needed (${name})`, async () => {
      const source = new Watched(bytes);
      for await (const item of decodeObject(source)) {
        assert.equal(item.kind, 'batch');
        break;
      }
      assert.ok(source.isClosed);
      assert.ok(source.pulled < bytes.length / 2000, `${source.pulled} pieces were pulled`);
    });

    it(`is not touched before the first item is asked for, and closed then (${name})`, async () => {
      const source = new Watched(bytes);
      const items = decodeObject(source);
      assert.equal(source.pulled, 0);
      await items.return();
      assert.deepEqual(await items.next(), { done: true, value: undefined });
    });

    it(`that fails is READ_FAILED with the cause's words, after the records before (${name})`, async () => {
      const failAt = Math.floor(bytes.length * 0.8);
      const { outcome, values } = await read(new Watched(bytes, failAt));
      assert.equal(outcome.error?.code, 'READ_FAILED');
      assert.match(outcome.error?.message ?? '', /reset by\\u\{1b\}\[31m peer/);
      assert.equal(outcome.error?.compressedOffset, failAt);
      assert.ok(values.length > 15_000);
    });

    it(`that fails at once is READ_FAILED (${name})`, async () => {
      const { outcome } = await read(new Watched(bytes, 0));
      assert.equal(outcome.error?.code, 'READ_FAILED');
      assert.deepEqual([outcome.records, outcome.shape], [0, 'empty']);
    });

    it(`is closed when the object is too large, and read no further (${name})`, async () => {
      const source = new Watched(bytes);
      const maxObjectBytes = 300_005;
      const { outcome, values } = await read(source, { maxObjectBytes });
      assert.equal(outcome.error?.code, 'OBJECT_TOO_LARGE');
      assert.equal(outcome.bytes, maxObjectBytes);
      assert.ok(source.isClosed);
      assert.ok(source.pulled < bytes.length / 1000);
      const whole = TEXT.slice(0, maxObjectBytes).split('\n').slice(0, -1);
      assert.deepEqual(
        values,
        whole.map((line) => JSON.parse(line)),
      );
    });

    it(`of exactly the largest size is complete (${name})`, async () => {
      const { outcome } = await read(new Watched(bytes), { maxObjectBytes: TEXT.length });
      assert.equal(outcome.error, undefined);
    });
  }

  it('is closed before the end is told, when a fault stops the reading', async () => {
    const garbage = Buffer.concat([gzipSync('{"a":1}'), Buffer.alloc(5000, 1)]);
    for (const bytes of [garbage, Buffer.from(`\0${'x'.repeat(5000)}`)]) {
      const source = new Watched(bytes);
      const items = decodeObject(source);
      let item: DecodeItem | undefined;
      while (item?.kind !== 'end') item = (await items.next()).value ?? undefined;
      assert.ok(item.outcome.error !== undefined);
      assert.ok(source.isClosed);
    }
  });

  it('that fails to close is named beside the fault that stopped the reading', async () => {
    const bytes = Buffer.concat([gzipSync('{"a":1}'), Buffer.from('garbage')]);
    const source: AsyncIterable<Uint8Array> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: bytes }),
        return: () => Promise.reject(new Error('socket gone')),
      }),
    };
    const { outcome } = await read(source);
    assert.equal(outcome.error?.code, 'TRAILING_GARBAGE');
    assert.match(outcome.error?.message ?? '', /socket gone/);
  });

  it('may yield empty chunks', async () => {
    const { values } = await read({
      async *[Symbol.asyncIterator]() {
        for (const part of ['', '{"a"', '', ':1}', '']) yield Buffer.from(part);
      },
    });
    assert.deepEqual(values, [{ a: 1 }]);
  });
});
