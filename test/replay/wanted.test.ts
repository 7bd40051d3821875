// The filter of wanted names: never no of what was added, rarely yes of others, and no bytes taken on trust.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Wanted, wantedFrom } from '../../src/replay/index.ts';
import { runs } from '../support/runs.ts';

const SEED = 20_261_130;

function filterOf(names: readonly string[], size = names.length): Wanted {
  const filter = new Wanted(size);
  for (const name of names) filter.add(name);
  return filter;
}

describe(`wanted names (seed ${SEED})`, () => {
  it('are wanted after their way through bytes, and in the union with others of any size', () => {
    const names = fc.array(fc.string(), { maxLength: 50 });
    const property = fc.property(names, names, fc.nat(20_000), (some, others, size) => {
      const filter = wantedFrom(filterOf(some).toBytes());
      assert.equal(filter.isEmpty, some.length === 0);
      const larger = filterOf(others, size);
      for (const both of [filter.union(larger), larger.union(filter)]) {
        const read = wantedFrom(both.toBytes());
        assert.ok([...some, ...others].every((name) => read.has(name)));
        assert.equal(read.isEmpty, some.length + others.length === 0);
      }
      assert.ok(some.every((name) => filter.has(name)));
    });
    fc.assert(property, { seed: SEED, numRuns: runs(100) });
  });

  it('are rarely others, also where as many were added as were announced', () => {
    // A power of two: no bit more than was asked for.
    const filter = filterOf(Array.from({ length: 8_192 }, (_, index) => `k${index}`));
    const others = Array.from({ length: 50_000 }, (_, index) => `other ${index}`);
    const taken = others.filter((name) => filter.has(name)).length;
    assert.ok(taken < 100, `${taken} of 50,000`);
  });

  it('need 64 MiB at most, however many are announced', () => {
    assert.equal(new Wanted(10 ** 12).toBytes().length, 64 * 2 ** 20 + 8);
  });

  it('are none in an empty filter', () => {
    assert.equal(new Wanted(10).has('k'), false);
  });
});

describe('bytes that are no filter', () => {
  const whole = filterOf(['k']).toBytes();
  const counted = (added: number, from = whole): Uint8Array => {
    const bytes = from.slice();
    new DataView(bytes.buffer).setFloat64(0, added);
    return bytes;
  };
  const bad: readonly (readonly [string, Uint8Array])[] = [
    ['none', new Uint8Array()],
    ['cut short', whole.slice(0, -1)],
    ['too small', new Uint8Array(8 + 512)],
    ['without names where bits are set', counted(0)],
    ['with names where no bit is set', counted(1, new Wanted(0).toBytes())],
    ['with a count that is no number', counted(Number.NaN)],
    ['with a count below nothing', counted(-1)],
    ['with half a name', counted(0.5)],
  ];
  for (const [what, bytes] of bad) {
    it(`are refused: ${what}`, () => {
      assert.throws(() => wantedFrom(bytes), { name: 'RangeError', message: /expected/u });
    });
  }

  it('are found out also behind other bytes of the same memory', () => {
    const around = new Uint8Array(whole.length + 3);
    around.set(whole, 3);
    assert.ok(wantedFrom(around.subarray(3)).has('k'));
  });
});
