// The room that an object is decompressed into: its own while it is read, given back once, whatever ends the reading.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { decodeObject } from '../../src/decode/index.ts';
import { giveBack, type LineMachine, takeMachine } from '../../src/decode/line-machine.ts';
import { type LinePicking, type LineSpec, ordinalOf } from '../../src/model/index.ts';
import { piecesOf, sourceOf } from './support.ts';

const spec = (...quiet: readonly string[]): LineSpec => ({
  numbers: ['445'],
  hasEntities: false,
  ids: [],
  kinds: {
    places: [{ needle: 'ventID', before: '"E', behind: '"', isKey: true }],
    kinds: new Map(quiet.map((kind) => [kind, 'quiet'])),
    others: 'loud',
  },
});

const picked = (one: LineSpec): LinePicking => ({
  spec: one,
  from: 0,
  to: Number.POSITIVE_INFINITY,
  gives: 'worth',
});

/** Kinds 0 to 9 by turns, over several chunks. */
const textOf = (noise: string) =>
  Array.from({ length: 30_000 }, (_, id) => `{"EventID":${id % 10},"${noise}":${id}}\n`).join('');

/** More than are ever taken at once here. */
const MACHINES = 9;

/** So many machines that nobody has. Gives them back. */
function idleMachines(): readonly LineMachine[] {
  const taken = Array.from({ length: MACHINES }, () => takeMachine());
  return taken.map((machine) => {
    assert.ok(machine);
    giveBack(machine);
    return machine;
  });
}

function* readings() {
  const stored = gzipSync(textOf('a'));
  const options = { pick: () => picked(spec('1')) };
  const broken = Buffer.from(stored);
  broken.fill(0xff, stored.length >> 1);
  const failing = async function* (bytes: Uint8Array) {
    yield* piecesOf(bytes.subarray(0, bytes.length >> 1), 1_000);
    throw new Error('reset');
  };
  const unclosable: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: stored }),
      return: () => Promise.reject(new Error('socket gone')),
    }),
  };
  const whole = async (source: AsyncIterable<Uint8Array>) => {
    for await (const item of decodeObject(source, options)) assert.ok(item.kind);
  };
  const first = async (source: AsyncIterable<Uint8Array>) => {
    for await (const item of decodeObject(source, options)) return item.kind;
    return undefined;
  };
  yield ['read to its end', () => whole(sourceOf([stored]))] as const;
  yield ['damaged', () => whole(sourceOf([broken]))] as const;
  yield ['cut short', () => whole(sourceOf([stored.subarray(0, -9)]))] as const;
  yield ['of a source that fails', () => whole(failing(stored))] as const;
  yield ['left in the middle', () => first(sourceOf([stored]))] as const;
  yield [
    'left, of a source that cannot be closed',
    () => assert.rejects(first(unclosable), /socket gone/),
  ] as const;
}

describe('the room of an object', () => {
  for (const [how, read] of readings()) {
    it(`is given back once by one that was ${how}`, async () => {
      const before = idleMachines();
      await read();
      // The same ones: had one been lost the last were new, had one been given back twice it were there twice.
      assert.equal(new Set([...before, ...idleMachines()]).size, MACHINES);
      assert.equal(new Set(idleMachines()).size, MACHINES);
    });
  }

  it('is its own: objects read by turns, under other specs, are each what they are alone', async () => {
    const objects = [
      { stored: gzipSync(textOf('a')), spec: spec('1', '2', '3') },
      { stored: zstdCompressSync(textOf('bb')), spec: spec('4', '5', '6', '7') },
      { stored: Buffer.from(textOf('ccc')), spec: spec('8') },
      { stored: gzipSync(textOf('dddd')), spec: spec('9', '0') },
    ];
    const readings = objects.map((one) => given(one.stored, one.spec));
    const results = await byTurns(readings);
    for (const [index, { spec: own }] of objects.entries()) {
      const lines = textOf('abcd'.charAt(index).repeat(index + 1)).split('\n');
      const wanted = lines.flatMap((line, ordinal) => {
        const kind = /\d/.exec(line)?.[0] ?? '';
        const isQuiet = own.kinds.kinds.get(kind) === 'quiet' && !/\b445\b/.test(line);
        return line === '' || (isQuiet && ordinal % 1_024 !== 0) ? [] : [`${ordinal} ${line}`];
      });
      assert.deepEqual(results[index], wanted);
    }
  });

  it('is set up anew for an object that others are read beside, in the middle of a chunk', async () => {
    const text = (seed: number) =>
      Array.from({ length: 40_000 }, (_, id) => `{"EventID":${(id + seed) % 10}}\n`).join('');
    const alone = async (seed: number, own: LineSpec) => {
      const reading = given(Buffer.from(text(seed)), own);
      for (;;) {
        const next = await reading.next();
        if (next.done === true) return next.value;
      }
    };
    const specs = [spec('1', '2'), spec('7', '8', '9')];
    const expected = [await alone(0, spec('1', '2')), await alone(5, spec('7', '8', '9'))];
    const readings = specs.map((own, index) => given(Buffer.from(text(5 * index)), own));
    const results = await byTurns(readings);
    assert.deepEqual(results, expected);
    assert.ok(expected.every((lines) => lines.length > 20_000 && lines.length < 40_000));
  });
});

/** Reads an item of each in turn. */
async function byTurns(
  readings: readonly AsyncGenerator<void, readonly string[]>[],
): Promise<readonly (readonly string[])[]> {
  const results: (readonly string[])[] = [];
  for (let left = readings.length; left > 0; ) {
    for (const [index, reading] of readings.entries()) {
      if (results[index] !== undefined) continue;
      const next = await reading.next();
      if (next.done !== true) continue;
      results[index] = next.value;
      left--;
    }
  }
  return results;
}

/** Yields between items, so that others can be read meanwhile. */
async function* given(stored: Uint8Array, own: LineSpec): AsyncGenerator<void, readonly string[]> {
  const seen: string[] = [];
  for await (const item of decodeObject(sourceOf([stored]), { pick: () => picked(own) })) {
    yield;
    if (item.kind !== 'batch') continue;
    const { bytes, starts, ends, count } = item.batch;
    for (let index = 0; index < count; index++) {
      const line = Buffer.from(bytes.subarray(starts[index], ends[index])).toString();
      seen.push(`${ordinalOf(item.batch, index)} ${line}`);
    }
  }
  return seen;
}
