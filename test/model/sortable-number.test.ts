// Numbers as texts: in the same order, and apart.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { sortableNumber } from '../../src/model/index.ts';
import { runs } from '../support/runs.ts';

it('sorts numbers as texts in their own order, and keeps them apart', () => {
  const number = fc.double({ noNaN: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [left, right] = [sortableNumber(a), sortableNumber(b)];
      if (a === b) return left === right;
      return a < b === left < right && left.length === 16;
    }),
    { numRuns: runs(3_000), seed: 5 },
  );
});

it('knows one zero', () => {
  assert.equal(sortableNumber(-0), sortableNumber(0));
});
