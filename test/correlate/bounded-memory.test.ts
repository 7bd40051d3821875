// A million events over a thousand groups → all windows found, in memory that does not grow with the events.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import { aCorrelation } from './builders.ts';

const EVENTS = 1_000_000;
const GROUPS = 1_000;
/** Half a second apart: of 17 minutes, which is what is kept, about 2,040 events. */
const STEP_MS = 500;
const MAX_PARTS = 20_000;
const MEGABYTE = 2 ** 20;

/** Every 200th event is the first of so many of one group, which comes again half an hour later. */
const BURST = 4;

it('a million events over a thousand groups are correlated in bounded memory', async () => {
  const store = createMemoryPartialMatches({ maxParts: MAX_PARTS });
  const windows = new Set<string>();
  const correlator = new Correlator({
    tenant: 'acme',
    correlations: [aCorrelation({ thresholds: [{ op: 'gte', value: BURST }] })],
    store,
    onMatch({ group, endMs, isExact }) {
      assert.ok(isExact);
      windows.add(`${group.values.join()} ${endMs}`);
    },
  });
  const sizes: number[] = [];
  for (let index = 0; index < EVENTS; index++) {
    const round = Math.floor(index / BURST);
    const user = round % 50 === 0 ? `burst ${round % 1_000}` : `u${index % GROUPS}`;
    correlator.feed('a', {
      reader: { field: () => user, leaves: () => [user] },
      eventId: String(index),
      timeMs: index * STEP_MS,
      source: 's',
      evidence: () => '{}',
    });
    if (index % 1_000 === 999) await correlator.keep();
    assert.ok(store.size <= MAX_PARTS);
    if (index % 250_000 === 249_999) sizes.push(process.memoryUsage().heapUsed);
  }
  await correlator.flush();
  assert.equal(store.overflowed, 0);
  assert.equal(windows.size, EVENTS / BURST / 50);
  const [first = 0, ...later] = sizes;
  for (const size of later) assert.ok(size - first < 100 * MEGABYTE, `grew to ${size} bytes`);
});
