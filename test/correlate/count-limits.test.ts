// Which correlations count, and how much of a group there must be before a window of it can hold.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations as shipped } from '../../dist/rules/ruleset.mjs';
import { countLimits } from '../../src/correlate/index.ts';
import type { CorrelationSpec } from '../../src/model/index.ts';
import { aCorrelation } from './builders.ts';

const limitOf = (parts: Partial<CorrelationSpec>) =>
  countLimits([aCorrelation({ level: 'medium', ...parts })]).get('c');

const gte = (value: number) => ({ op: 'gte', value }) as const;
const HOUR_MS = 3_600_000;

describe('Partial matches may wait until there is enough', () => {
  for (const [thresholds, atLeast] of [
    [[gte(3)], 3],
    [[{ op: 'gt', value: 3 }], 4],
    [[gte(2.5)], 3],
    [[{ op: 'gt', value: 2.5 }], 3],
    [[gte(3), { op: 'gt', value: 7 }], 8],
    [[gte(1_000_000)], 1_000],
  ] as const) {
    it(`of a count for which it takes ${JSON.stringify(thresholds)}: ${atLeast}`, () => {
      assert.equal(limitOf({ thresholds })?.atLeast, atLeast);
    });
  }

  it('of events and of values, each in its timespan', () => {
    assert.deepEqual(limitOf({}), { timespanMs: 60_000, atLeast: 3, counts: 'events' });
    assert.equal(limitOf({ type: 'value_count', valueFields: ['n'] })?.counts, 'values');
  });

  it('of the unattributed fan-out of the pack, and of no other', () => {
    const limits = [...countLimits(shipped)].map(([id, { atLeast }]) => [id, atLeast]);
    assert.deepEqual(limits, [['b6867da5-09fe-4703-8b7c-b2433af88fd0', 10]]);
  });
});

describe('They do not wait', () => {
  for (const [what, parts] of [
    ['where one is enough', { thresholds: [gte(1)] }],
    ['where any number is', { thresholds: [] }],
    ['where more would undo it', { thresholds: [gte(3), { op: 'lt', value: 9 }] }],
    ['where few are meant', { thresholds: [{ op: 'lte', value: 3 }] }],
    ['where a number is meant', { thresholds: [{ op: 'eq', value: 3 }] }],
    ['where all but a number are', { thresholds: [{ op: 'neq', value: 3 }] }],
    ['of a sum', { type: 'value_sum', valueFields: ['n'] }],
    ['of rules that must match together', { type: 'temporal', rules: ['a', 'b'] }],
    ['of which somebody is paged', { level: 'high' }],
    ['of which somebody is paged at once', { level: 'critical' }],
    ['longer than files are kept', { timespanMs: 3 * HOUR_MS }],
  ] as const) {
    it(what, () => assert.equal(limitOf(parts), undefined));
  }

  it('where they are told by another correlation, or tell one', () => {
    const inner = aCorrelation({ id: 'inner', level: 'medium' });
    const outer = aCorrelation({ id: 'outer', level: 'medium', rules: ['inner'] });
    assert.equal(countLimits([inner, outer]).size, 0);
    assert.equal(countLimits([inner]).size, 1);
  });
});
