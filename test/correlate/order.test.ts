// The same set of events gives the same answer in every order, however often delivered, however batched.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { eventId, FindingFold, packEvidence, unitedFinding } from '../../src/finding/index.ts';
import { createMemoryPartialMatches, createMemoryState } from '../../src/adapters/local/index.ts';
import { CorrelatedMatches } from '../../src/pipeline/index.ts';
import type { CompiledCorrelation, Finding, Match } from '../../src/model/index.ts';
import type { PartialMatchStore } from '../../src/ports/index.ts';
import { toMatch } from './happened.ts';
import { createSetClock } from '../support/set-clock.ts';
import { aCorrelation, correlate, essence, type Happening } from './builders.ts';
import { runs } from '../support/runs.ts';

/** Printed by a failing property; run with it again to see the same. */
const SEED = 20_261_129;

const CORRELATIONS: readonly CompiledCorrelation[] = [
  aCorrelation({ id: 'count' }),
  aCorrelation({ id: 'distinct', type: 'value_count', valueFields: ['n'], rules: ['a', 'b'] }),
  aCorrelation({
    id: 'sum',
    type: 'value_sum',
    valueFields: ['n'],
    thresholds: [{ op: 'gt', value: 9 }],
  }),
  aCorrelation({
    id: 'range',
    thresholds: [
      { op: 'gte', value: 2 },
      { op: 'lte', value: 3 },
    ],
  }),
  aCorrelation({
    id: 'both',
    type: 'temporal',
    rules: ['a', 'b'],
    thresholds: [{ op: 'gte', value: 2 }],
  }),
  aCorrelation({
    id: 'ordered',
    type: 'temporal_ordered',
    rules: ['a', 'b'],
    thresholds: [{ op: 'gte', value: 2 }],
  }),
  aCorrelation({
    id: 'ordered either',
    type: 'temporal_ordered',
    rules: ['a', 'b'],
    thresholds: [],
    expression: {
      kind: 'or',
      items: [
        { kind: 'rule', rule: 'a' },
        { kind: 'rule', rule: 'b' },
      ],
    },
  }),
  aCorrelation({
    id: 'median',
    type: 'value_median',
    valueFields: ['n'],
    thresholds: [{ op: 'gte', value: 5 }],
  }),
  aCorrelation({
    id: 'average',
    type: 'value_avg',
    valueFields: ['n'],
    thresholds: [{ op: 'lt', value: 4 }],
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
  aCorrelation({ id: 'outer', rules: ['count', 'both'], thresholds: [{ op: 'gte', value: 2 }] }),
];

const happening = fc.record({
  rule: fc.constantFrom('a', 'b'),
  at: fc.integer({ min: 0, max: 200 }),
  id: fc.integer({ min: 0, max: 1_000 }),
  user: fc.constantFrom('al', 'bo'),
  n: fc.integer({ min: 0, max: 8 }),
});

/** Few ids, so that some events claim one and differ in what they say. */
const contradicting = happening.map((one) => ({ ...one, id: one.id % 12 }));

/** Each with an id of its own. */
const sound = fc.uniqueArray(happening, {
  selector: ({ id }) => id,
  minLength: 1,
  maxLength: 30,
});

/** Events, and an order in which some arrive more than once. */
const timelineOf = (all: fc.Arbitrary<readonly Generated[]>) =>
  all
    .chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc.shuffledSubarray([...events]),
        batch: fc.integer({ min: 1, max: 10 }),
      }),
    )
    .chain(({ events, again, batch }) =>
      fc.record({
        events: fc.constant(events),
        arrival: fc.shuffledSubarray([...events, ...again], {
          minLength: events.length + again.length,
        }),
        batch: fc.constant(batch),
      }),
    );

const timeline = timelineOf(
  fc.oneof(sound, fc.array(contradicting, { minLength: 1, maxLength: 30 })),
);

type Generated = Parameters<Parameters<(typeof happening)['map']>[0]>[0];

function toHappening({ rule, at, id, user, n }: Generated): Happening {
  return { rule, at, id: String(id), fields: { User: user, n } };
}

describe(`in any order (seed ${SEED})`, () => {
  it('windows, values and events are the same', async () => {
    const property = fc.asyncProperty(timeline, async ({ events, arrival, batch }) => {
      const inOrder = events.toSorted((a, b) => a.at - b.at).map(toHappening);
      const expected = essence(await correlate(CORRELATIONS, inOrder));
      const found = essence(await correlate(CORRELATIONS, arrival.map(toHappening), batch));
      assert.deepEqual(found.events, expected.events);
      assert.deepEqual(found.windows, expected.windows);
    });
    await fc.assert(property, { seed: SEED, numRuns: runs(300) });
  });

  it('findings are the same to the last byte but where they were delivered', async () => {
    const property = fc.asyncProperty(timeline, async ({ events, arrival, batch }) => {
      const inOrder = events.toSorted((a, b) => a.at - b.at).map(toMatch);
      const expected = await findingsOf(inOrder, inOrder.length);
      assert.deepEqual(await findingsOf(arrival.map(toMatch), batch), expected);
    });
    await fc.assert(property, { seed: SEED, numRuns: runs(200) });
  });

  it('findings of objects scanned apart, united by the stores, are those of one scan', async () => {
    const property = fc.asyncProperty(timelineOf(sound), async ({ events, arrival, batch }) => {
      const inOrder = events.toSorted((a, b) => a.at - b.at).map(toMatch);
      const expected = await findingsOf(inOrder, inOrder.length);
      const found = await storedFindingsOf(arrival.map(toMatch), batch);
      assert.deepEqual(found, expected.toSorted(byId));
    });
    await fc.assert(property, { seed: SEED, numRuns: runs(100) });
  });
});

const byId = (a: Finding, b: Finding) => (a.id < b.id ? -1 : 1);

/** Every `batch` matches are an object of their own, whose scan shares the stores alone; settle comes last. */
async function storedFindingsOf(matches: readonly Match[], batch: number) {
  const { partialMatches, findings } = createMemoryState(createSetClock());
  const ids = new Set<string>();
  const scan = async (work: (correlated: CorrelatedMatches) => Promise<void>, object: string) => {
    const fold = new FindingFold('acme');
    await work(correlatedMatches(fold, partialMatches));
    for (const part of fold.parts(object)) {
      ids.add(part.finding.id);
      await findings.record(part, { owner: object, leaseMs: 1_000 });
    }
  };
  for (let start = 0; start < matches.length; start += batch) {
    await scan(async (correlated) => {
      for (const match of matches.slice(start, start + batch)) correlated.add(match);
      await correlated.flush();
    }, `object ${start}`);
  }
  await scan((correlated) => correlated.settle(Number.POSITIVE_INFINITY), 'settle');
  const stored = await Promise.all([...ids].sort().map((id) => findings.read('acme', id)));
  return stored.flatMap((one) => (one === undefined ? [] : [unitedFinding(one)]));
}

function correlatedMatches(fold: FindingFold, store: PartialMatchStore): CorrelatedMatches {
  const reader = { eventId, packEvidence };
  return new CorrelatedMatches({ tenant: 'acme', correlations: CORRELATIONS, store, fold, reader });
}

async function findingsOf(matches: readonly Match[], batch: number) {
  const fold = new FindingFold('acme');
  const correlated = correlatedMatches(fold, createMemoryPartialMatches());
  for (const [index, match] of matches.entries()) {
    correlated.add(match);
    if ((index + 1) % batch === 0) await correlated.flush();
  }
  await correlated.settle(Number.POSITIVE_INFINITY);
  return fold.findings();
}
