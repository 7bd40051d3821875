// Numbers that come and go leave the sum of what stayed, to the last bit.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ExactSum } from '../../src/correlate/exact-sum.ts';
import { runs } from '../support/runs.ts';

const SEED = 20_261_129;

function sumOf(numbers: readonly number[]): number {
  const sum = new ExactSum();
  for (const number of numbers) sum.add(number);
  return sum.value;
}

/** Doubles in units of 2^-1074 as whole numbers, which add without rounding. */
function units(number: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  const exponent = (bits.getUint16(0) >> 4) & 0x7ff;
  const fraction = bits.getBigUint64(0) & 0xfffffffffffffn;
  const whole = exponent === 0 ? fraction : (fraction | (1n << 52n)) << BigInt(exponent - 1);
  return number < 0 ? -whole : whole;
}

describe('an exact sum', () => {
  for (const [numbers, expected] of [
    [[], 0],
    [[0.1, 0.2, 0.3], 0.6],
    [Array.from({ length: 10 }, () => 0.1), 1],
    [[1e16, 1, -1e16], 1],
    [[1e100, 1, -1e100, 1e-100], 1 + 1e-100],
    // Halfway between two numbers, and a grain more, or less.
    [[1, 2 ** -53, 2 ** -106], 1 + 2 ** -52],
    [[1, 2 ** -53, -(2 ** -106)], 1],
    [[1.7e308, 1.7e308], 2e300],
  ] as const) {
    it(`of ${numbers.length === 10 ? 'ten tenths' : numbers.join(', ') || 'nothing'} is ${expected}`, () => {
      assert.equal(sumOf(numbers), expected);
    });
  }

  it(`does not depend on the order, nor on what has gone (seed ${SEED})`, () => {
    const finite = fc.double({ noNaN: true, min: -1e200, max: 1e200 });
    const property = fc.property(fc.array(finite), fc.array(finite), (stay, go) => {
      const sum = new ExactSum();
      for (const number of [...go, ...stay]) sum.add(number);
      for (const number of go) sum.add(-number);
      const exact = stay.reduce((total, number) => total + units(number), 0n);
      const distance = (number: number) => {
        const difference = units(number) - exact;
        return difference < 0n ? -difference : difference;
      };
      const { value } = sum;
      assert.equal(value, sumOf(stay.toReversed()));
      const step = Math.max(Number.MIN_VALUE, Math.abs(value) * Number.EPSILON);
      assert.ok(distance(value) <= distance(value + step));
      assert.ok(distance(value) <= distance(value - step));
    });
    fc.assert(property, { seed: SEED, numRuns: runs(300) });
  });
});
