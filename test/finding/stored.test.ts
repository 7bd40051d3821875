// Matches split over objects, kept in any order, again and again → the finding that one fold over all of them gives.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import { FindingFold, unitedFinding } from '../../src/finding/index.ts';
import type { Finding, FindingPart, Match } from '../../src/model/index.ts';
import { createSetClock } from '../support/set-clock.ts';
import { aMatch, anEvent, NOON_MS } from './builders.ts';
import { runs } from '../support/runs.ts';

/** An event by its number: the same number is the same event, of the same content. */
function matchOf(number: number, object: string): Match {
  return aMatch(
    anEvent({
      identity: [String(number)],
      timeMs: number % 7 === 0 ? undefined : NOON_MS + (number % 50) * 60_000 + 0.5,
      entityKey: `p${number % 2}`,
      record: { number },
      fields: { DestinationIp: `192.0.2.${number % 40}`, User: `CORP\\u${number % 3}` },
    }),
    { object, ordinal: number },
  );
}

function fold(matches: readonly Match[]): FindingFold {
  const folded = new FindingFold('acme');
  for (const match of matches) folded.add(match);
  return folded;
}

/** Keeps each part in a store, and reads all findings. */
async function storeAll(parts: readonly FindingPart[]): Promise<readonly Finding[]> {
  const { findings } = createMemoryState(createSetClock());
  for (const part of parts) await findings.record(part, { owner: part.object, leaseMs: 1_000 });
  const ids = new Set(parts.map(({ finding }) => finding.id));
  const stored = await Promise.all([...ids].sort().map((id) => findings.read('acme', id)));
  return stored.flatMap((one) => (one === undefined ? [] : [unitedFinding(one)]));
}

const byId = (a: Finding, b: Finding) => (a.id < b.id ? -1 : 1);

/** Objects of event numbers; an event may be in several of them. */
const objects = fc.array(fc.array(fc.nat(90), { minLength: 1, maxLength: 40 }), {
  minLength: 1,
  maxLength: 5,
});

describe('parts of objects in a store', () => {
  it('give the finding of one fold, whatever the order, the split and the repetition', async () => {
    const cases = objects.chain((numbers) => {
      const indexes = [...numbers.keys()];
      const twice = [...indexes, ...indexes];
      const order = fc.shuffledSubarray(twice, { minLength: twice.length });
      return fc.tuple(fc.constant(numbers), order);
    });
    await fc.assert(
      fc.asyncProperty(cases, async ([numbers, order]) => {
        const matches = numbers.map((list, index) =>
          list.map((number) => matchOf(number, `s3://logs/${index}`)),
        );
        const parts = matches.map((list, index) => fold(list).parts(`s3://logs/${index}`));
        const stored = await storeAll(order.flatMap((index) => parts[index] ?? []));
        assert.deepEqual(stored, fold(matches.flat()).findings().toSorted(byId));
      }),
      { numRuns: runs(150), seed: 7 },
    );
  });

  it('say at least a thousand where there were more', async () => {
    const ofProcess = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) =>
        aMatch(anEvent({ identity: [String(from + index)], timeMs: NOON_MS + from + index })),
      );
    const parts = [ofProcess(0, 700), ofProcess(500, 700)].map((matches, index) =>
      fold(matches).parts(String(index)),
    );
    const [finding] = await storeAll(parts.flat());
    assert.deepEqual([finding?.count, finding?.isCountExact], [1_000, false]);
  });

  it('are the same however often an object is scanned', () => {
    const matches = [3, 1, 2].map((number) => matchOf(number, 'a'));
    assert.deepEqual(
      fold([...matches.toReversed(), ...matches]).parts('a'),
      fold(matches).parts('a'),
    );
  });
});
