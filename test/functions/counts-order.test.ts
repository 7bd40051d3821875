// Partial matches that count, in files, split into objects and merged in any order, by runs of which some end anywhere: the findings
// of the table, and of one scan of everything.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation, Finding, Match } from '../../src/model/index.ts';
import { CorrelatedMatches } from '../../src/pipeline/index.ts';
import type { SegmentFiles } from '../../src/ports/index.ts';
import { aCorrelation } from '../correlate/builders.ts';
import { toMatch } from '../correlate/happened.ts';
import { checkAsync } from '../support/check.ts';
import { type CountsWorld, openCounts } from './counts-world.ts';

const MEDIUM = { level: 'medium' } as const;

/** Those that wait in files, and others beside them that must not. */
const CORRELATIONS: readonly CompiledCorrelation[] = [
  aCorrelation({ ...MEDIUM, id: 'events' }),
  aCorrelation({
    ...MEDIUM,
    id: 'values',
    type: 'value_count',
    valueFields: ['n'],
    rules: ['a', 'b'],
    thresholds: [{ op: 'gt', value: 3.5 }],
  }),
  aCorrelation({
    ...MEDIUM,
    id: 'short',
    timespanMs: 7_000,
    thresholds: [{ op: 'gte', value: 2 }],
  }),
  aCorrelation({ id: 'paged' }),
  aCorrelation({
    ...MEDIUM,
    id: 'range',
    thresholds: [
      { op: 'gte', value: 2 },
      { op: 'lte', value: 3 },
    ],
  }),
  aCorrelation({ ...MEDIUM, id: 'inner', generate: true }),
  aCorrelation({ ...MEDIUM, id: 'outer', rules: ['inner'], thresholds: [{ op: 'gte', value: 2 }] }),
];

const happening = fc.record({
  rule: fc.constantFrom('a', 'b'),
  at: fc.integer({ min: 0, max: 200 }),
  id: fc.integer({ min: 0, max: 1_000 }),
  user: fc.constantFrom('al', 'bo'),
  n: fc.integer({ min: 0, max: 8 }),
});

/** What happens after an object: nothing, a run of settle, or one that ends after so many calls to the files. */
const after = fc.oneof(
  fc.constant('nothing' as const),
  fc.constant('settle' as const),
  fc.integer({ min: 0, max: 25 }),
);

const object = fc.record({
  size: fc.integer({ min: 1, max: 6 }),
  from: fc.constantFrom('scanned' as const, 'judged' as const),
  after,
});

type ObjectOfStory = typeof object extends fc.Arbitrary<infer T> ? T : never;

const story = fc
  .uniqueArray(happening, { selector: ({ id }) => id, minLength: 1, maxLength: 30 })
  .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events])))
  .chain(([events, again]) =>
    fc.record({
      arrival: fc.shuffledSubarray([...events, ...again], {
        minLength: events.length + again.length,
      }),
      events: fc.constant(events),
      objects: fc.array(object, { minLength: 60, maxLength: 60 }),
    }),
  );

/** One scan of everything. */
async function findingsOf(matches: readonly Match[]): Promise<readonly Finding[]> {
  const fold = new FindingFold('acme');
  const store = createMemoryPartialMatches();
  const reader = { eventId, packEvidence };
  const all = { tenant: 'acme', correlations: CORRELATIONS, store, fold, reader };
  const correlated = new CorrelatedMatches(all);
  for (const match of matches) correlated.add(match);
  await correlated.settle(Number.POSITIVE_INFINITY);
  return fold.findings().toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

class EndError extends Error {
  override readonly name = 'EndError';
}

/** The files, whose user ends after so many calls. */
function ending(files: SegmentFiles, afterCalls: number): SegmentFiles {
  let left = afterCalls;
  const step = () => {
    if (left-- <= 0) throw new EndError();
  };
  return {
    async *list(behind) {
      step();
      yield* files.list(behind);
    },
    async read(key, span) {
      step();
      return await files.read(key, span);
    },
    async write(key, content) {
      step();
      await files.write(key, content);
    },
    async remove(keys) {
      step();
      await files.remove(keys);
    },
  };
}

async function endsOr(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (thrown) {
    if (thrown instanceof EndError) return true;
    throw thrown;
  }
}

/** Scans the objects, and does what comes after each; gives how many runs ended before their time. */
async function takePlace(
  world: CountsWorld,
  matches: Match[],
  objects: readonly ObjectOfStory[],
): Promise<number> {
  let ends = 0;
  for (const { size, from, after: then } of objects) {
    const own = matches.splice(0, size);
    if (own.length === 0) break;
    await world.scan(own, from);
    if (then === 'nothing') continue;
    const files = then === 'settle' ? world.files : ending(world.files, then);
    ends += Number(await endsOr(world.settle(files)));
  }
  return ends;
}

describe('Partial matches that count and wait in files', () => {
  for (const [where, counts] of [
    ['files', undefined],
    ['the table', new Map()],
  ] as const) {
    it(`make by ${where} the findings of one scan, in any order and split`, async () => {
      let [found, ends] = [0, 0];
      const property = fc.asyncProperty(story, async ({ events, arrival, objects }) => {
        const expected = await findingsOf(events.toSorted((a, b) => a.at - b.at).map(toMatch));
        found += expected.length;
        const world = openCounts(CORRELATIONS, counts);
        ends += await takePlace(world, arrival.map(toMatch), objects);
        await world.settle();
        await world.judgeDue();
        assert.deepEqual(await world.findings(), expected);
        assert.equal(new Set(world.published).size, world.published.length, 'told once');
      });
      await checkAsync(property, 240);
      assert.ok(found > 100 && ends > 5, `${found} found, ${ends} ends`);
    });
  }
});
