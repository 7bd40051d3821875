// Lines that are set aside in blocks which objects, scans and readings share by turns: each has its own, and no more than it may.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { createLateRoom } from '../../src/decode/late-lines.ts';
import type { LateLines, LateRoom, RecordBatch } from '../../src/model/index.ts';
import { check } from '../support/check.ts';

const ALL = { ids: new Set<string>(), hashes: new Set<number>(), places: [] };

/** A batch of lines, with bytes between them that are not of any. */
function batchOf(lines: readonly string[]): RecordBatch {
  const starts: number[] = [];
  let text = '';
  for (const line of lines) {
    text += '\n';
    starts.push(text.length);
    text += line;
  }
  return {
    bytes: Buffer.from(text),
    starts: Uint32Array.from(starts),
    ends: Uint32Array.from(starts, (start, index) => start + (lines[index] ?? '').length),
    count: lines.length,
    firstOrdinal: 0,
    baseOffset: 0,
    firstLine: 1,
    ids: new Uint32Array(lines.length),
  };
}

function textsOf(records: Iterable<RecordBatch>): readonly string[] {
  return [...records].map(({ bytes, starts, ends }) =>
    Buffer.from(bytes.subarray(starts[0], ends[0])).toString(),
  );
}

/** A scan as the test knows it: the lines of its objects, the last of which is read. */
class Scan {
  readonly #room: LateRoom;
  readonly #objects: { readonly lines: LateLines; texts: readonly string[] }[] = [];

  constructor(maxBytes: number) {
    this.#room = createLateRoom(maxBytes);
  }

  next(): void {
    this.#objects.push({ lines: this.#room.lines(), texts: [] });
  }

  add(texts: readonly string[]): void {
    if (this.#objects.length === 0) this.next();
    for (const object of this.#objects.slice(-1)) {
      object.lines.add(batchOf(texts));
      object.texts = object.lines.isWhole ? [...object.texts, ...texts] : [];
    }
  }

  clear(): void {
    for (const object of this.#objects.slice(-1)) {
      object.lines.clear();
      object.texts = [];
    }
  }

  close(): void {
    this.#room.close();
    this.#objects.length = 0;
  }

  check(): void {
    for (const { lines, texts } of this.#objects) {
      assert.deepEqual(textsOf(lines.of(ALL)), texts);
      const odd = texts.filter((_, number) => number % 2 === 1);
      assert.deepEqual(textsOf(lines.where((number) => number % 2 === 1)), odd);
      assert.equal(lines.count, texts.length);
    }
  }
}

const step = fc.record({
  scan: fc.nat(2),
  what: fc.constantFrom('add', 'add', 'add', 'add', 'next', 'next', 'clear', 'close'),
  sizes: fc.array(fc.constantFrom(3, 40, 5_000, 300_000, 1_048_500, 1_100_000), {
    minLength: 1,
    maxLength: 4,
  }),
});

describe('the room of late lines', () => {
  it('holds of each object its own lines, whatever others add, let go or have left in the blocks', () => {
    check(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const scans = [2 ** 24, 3 * 2 ** 20, 2 ** 24].map((maxBytes) => new Scan(maxBytes));
        for (const [at, { scan, what, sizes }] of steps.entries()) {
          const mark = String.fromCharCode(97 + (at % 26));
          if (what === 'add') scans[scan]?.add(sizes.map((size) => mark.repeat(size)));
          else scans[scan]?.[what]();
          for (const one of scans) one.check();
        }
        for (const one of scans) one.close();
      }),
      150,
    );
  });

  it('counts what is kept of a line beside its bytes: many short ones do not fill the memory', () => {
    const room = createLateRoom(100_000);
    const lines = room.lines();
    lines.add(batchOf(Array.from({ length: 2_000 }, () => '{"EventID":1}')));
    assert.deepEqual([lines.isWhole, lines.count], [true, 2_000]);
    lines.add(batchOf(Array.from({ length: 2_000 }, () => '{"EventID":1}')));
    assert.deepEqual([lines.isWhole, lines.count], [false, 0]);
    room.close();
  });

  it('counts what is kept of a batch: as many lines of members of their own find no room', () => {
    const room = createLateRoom(100_000);
    const lines = room.lines();
    let added = 0;
    for (; lines.isWhole && added < 2_000; added++) lines.add(batchOf(['{"EventID":1}']));
    assert.ok(added < 100, `${added} were added`);
    room.close();
  });
});
