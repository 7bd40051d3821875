// A store that gives some partial matches at a time: what a group has more than these is read on, window by window.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import { changedPartialMatches } from '../../src/deliver/index.ts';
import type { CompiledCorrelation, CorrelationMatch } from '../../src/model/index.ts';
import type { PartialMatchStore } from '../../src/ports/index.ts';
import { checkAsync } from '../support/check.ts';
import { aCorrelation, essence, type Happening } from './builders.ts';

const CORRELATIONS: readonly CompiledCorrelation[] = [
  aCorrelation({ id: 'count', thresholds: [{ op: 'gte', value: 5 }] }),
  aCorrelation({
    id: 'values',
    type: 'value_count',
    valueFields: ['n'],
    thresholds: [{ op: 'gte', value: 4 }],
  }),
  aCorrelation({
    id: 'range',
    thresholds: [
      { op: 'gte', value: 2 },
      { op: 'lte', value: 4 },
    ],
  }),
  aCorrelation({
    id: 'without',
    type: 'temporal',
    rules: ['a', 'b'],
    thresholds: [],
    expression: {
      kind: 'and',
      items: [
        { kind: 'rule', rule: 'a' },
        { kind: 'not', item: { kind: 'rule', rule: 'b' } },
      ],
    },
  }),
];

/** The store, which gives so many at once. */
function cutting(store: PartialMatchStore, most: number, ranges = { count: 0 }): PartialMatchStore {
  return changedPartialMatches(store, {
    range: async (group, spans) => {
      ranges.count++;
      const { parts, isWhole } = await store.range(group, spans);
      const cut = parts[most];
      if (cut === undefined) return { parts, isWhole };
      return { parts: parts.slice(0, most), isWhole: false, cutMs: cut.timeMs };
    },
  });
}

/** All at once, as settle hands on what waited. */
async function correlate(store: PartialMatchStore, happenings: readonly Happening[]) {
  const matches: CorrelationMatch[] = [];
  const onMatch = (match: CorrelationMatch) => void matches.push(match);
  const correlator = new Correlator({
    ...{ tenant: 'acme', correlations: CORRELATIONS, store, onMatch },
  });
  for (const { rule = 'a', at, id = `${rule} ${at}`, fields = {} } of happenings) {
    const all: Readonly<Record<string, unknown>> = { User: 'al', ...fields };
    const reader = { field: (name: string) => all[name], leaves: () => Object.values(all) };
    const event = { reader, eventId: id, timeMs: at * 1_000, source: 's', evidence: () => id };
    correlator.feed(rule, event);
  }
  await correlator.settle(Number.POSITIVE_INFINITY);
  return matches;
}

const timeline = fc.array(
  fc.record({
    rule: fc.constantFrom('a', 'a', 'a', 'b'),
    n: fc.integer({ min: 0, max: 5 }),
    late: fc.integer({ min: 0, max: 30 }),
  }),
  { minLength: 60, maxLength: 120 },
);

describe('A group of which the store has more than it gives at once', () => {
  it('has the windows that it has where the store gives all, while each of them finds room', async () => {
    let windows = 0;
    const property = fc.asyncProperty(timeline, async (drawn) => {
      const happenings = drawn.map(({ rule, n, late }, index): Happening => {
        return { rule, at: 10 * index + late, id: `${index}`, fields: { n } };
      });
      const expected = await correlate(createMemoryPartialMatches(), happenings);
      const found = await correlate(cutting(createMemoryPartialMatches(), 20), happenings);
      assert.deepEqual(essence(found), essence(expected));
      assert.ok(found.every(({ isExact }) => isExact));
      windows += expected.length;
    });
    await checkAsync(property, 60);
    assert.ok(windows > 100, `${windows} windows`);
  });

  it('is read on behind a window that finds none, which is not whole, at no more than a read a timespan', async () => {
    const ranges = { count: 0 };
    const busy = Array.from({ length: 500 }, (_, index): Happening => {
      return { at: index / 100, id: `busy ${index}`, fields: { n: 1 } };
    });
    const later = [1, 2, 3, 4].map((n): Happening => ({ at: 400 + n, fields: { n } }));
    const quiet = Array.from({ length: 10 }, (_, index): Happening => {
      return { at: 40 * (index + 1), id: `quiet ${index}`, fields: { n: 1 } };
    });
    const store = cutting(createMemoryPartialMatches(), 20, ranges);
    const found = await correlate(store, [...busy, ...quiet, ...later]);
    const values = found.filter(({ correlation }) => correlation.id === 'values');
    assert.deepEqual(
      values.map(({ endMs, isExact }) => [endMs, isExact]),
      [[404_000, true]],
    );
    assert.ok(ranges.count < 60, `${ranges.count} reads`);
  });
});
