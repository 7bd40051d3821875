// Many events in one group → each is read from the store a few times, however many they are and however they arrive.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import type { PartialMatchStore } from '../../src/ports/index.ts';
import { aCorrelation } from './builders.ts';

const EVENTS = 20_000;
/** In each window of a minute. */
const PER_WINDOW = 5_000;
const BATCH = 100;

const ARRIVALS: readonly (readonly [string, (index: number) => number])[] = [
  ['in order', (index) => index],
  ['last first', (index) => EVENTS - 1 - index],
  ['from both ends', (index) => (index % 2 === 0 ? index / 2 : EVENTS - (index + 1) / 2)],
  ['dealt out', (index) => (index * 7_919) % EVENTS],
];

/** Feeds events in that order; how many partial matches were read, and windows found. */
async function run(placeOf: (index: number) => number, maxParts: number) {
  const memory = createMemoryPartialMatches({ maxParts });
  let read = 0;
  const range: PartialMatchStore['range'] = async (...args) => {
    const found = await memory.range(...args);
    read += found.parts.length;
    return found;
  };
  const store: PartialMatchStore = {
    put: (puts) => memory.put(puts),
    makeRoom: () => memory.makeRoom(),
    due: (nowMs) => memory.due(nowMs),
    judged: () => memory.judged(),
    range,
  };
  const ends = new Set<number>();
  let reported = 0;
  const correlator = new Correlator({
    tenant: 'acme',
    correlations: [aCorrelation()],
    store,
    onMatch({ endMs, parts }) {
      ends.add(endMs);
      reported += parts.length;
    },
  });
  for (let index = 0; index < EVENTS; index++) {
    const place = placeOf(index);
    const reader = { field: () => 'al', leaves: () => ['al'] };
    const timeMs = (place * 60_000) / PER_WINDOW;
    const fed = { reader, eventId: `e${place}`, timeMs, source: 's', evidence: () => '{}' };
    correlator.feed('a', fed);
    if ((index + 1) % BATCH === 0) await correlator.keep();
  }
  await correlator.flush();
  return { read, reported, windows: ends.size, overflowed: memory.overflowed };
}

describe('thousands of events in one group', () => {
  for (const [what, placeOf] of ARRIVALS) {
    it(`are read once, ${what}`, async () => {
      const { read, reported, windows, overflowed } = await run(placeOf, EVENTS);
      assert.deepEqual([windows, overflowed], [EVENTS - 2, 0]);
      assert.ok(read <= 2 * EVENTS, `${read} partial matches were read`);
      assert.ok(reported <= 2 * EVENTS, `${reported} were reported`);
    });
  }
});
