// The store in memory keeps the port's promises, and its bounds.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import { describePartialMatchStore } from '../contracts/partial-match-store.ts';
import { aCorrelation, aGroup, aPart } from '../correlate/builders.ts';

describePartialMatchStore('memory', async () => createMemoryPartialMatches());

const MEGABYTE = 2 ** 20;

describe('the store in memory', () => {
  it('counts what finds no room, and says so of the group', async () => {
    const store = createMemoryPartialMatches(2);
    for (const timeMs of [1, 2, 3]) await store.put(aGroup(), aPart(timeMs), { keepMs: 100 });
    assert.equal(store.overflowed, 1);
    const { parts, isWhole } = await store.range(aGroup(), 0, 9);
    assert.deepEqual([parts.length, isWhole], [2, false]);
  });

  it('says of a group that came later that it may lack something', async () => {
    const store = createMemoryPartialMatches(1);
    const other = aGroup({ values: ['bo'] });
    await store.put(aGroup(), aPart(1), { keepMs: 20_000 });
    await store.put(other, aPart(2), { keepMs: 20_000 });
    await store.put(other, aPart(60_000), { keepMs: 20_000 });
    assert.equal((await store.range(other, 0, 60_000)).isWhole, false);
  });

  it('lets go of what no event within the grace can need', async () => {
    const store = createMemoryPartialMatches(2);
    for (const timeMs of [0, 1, 50_000])
      await store.put(aGroup(), aPart(timeMs), { keepMs: 20_000 });
    assert.equal(store.overflowed, 0);
    const { parts } = await store.range(aGroup(), 0, 60_000);
    assert.deepEqual(
      parts.map(({ timeMs }) => timeMs),
      [50_000],
    );
  });

  it('says so where what it let go might be missed', async () => {
    const store = createMemoryPartialMatches(2);
    for (const timeMs of [0, 1, 50_000]) {
      await store.put(aGroup(), aPart(timeMs), { keepMs: 20_000 });
    }
    const other = aGroup({ values: ['bo'] });
    assert.equal((await store.range(aGroup(), 29_999, 60_000)).isWhole, false);
    assert.equal((await store.range(other, 29_999, 60_000)).isWhole, false);
    assert.equal((await store.range(aGroup(), 30_000, 60_000)).isWhole, true);
    const elsewhere = aGroup({ correlation: 'd' });
    assert.equal((await store.range(elsewhere, 0, 60_000)).isWhole, true);
  });

  it('lets nothing go that is still to be judged', async () => {
    const store = createMemoryPartialMatches(2);
    for (const timeMs of [0, 1, 50_000]) {
      await store.put(aGroup(), aPart(timeMs), { keepMs: 20_000, dueMs: 60_000 });
    }
    assert.equal(store.overflowed, 1);
    const { parts } = await store.range(aGroup(), 0, 60_000);
    assert.deepEqual(
      parts.map(({ timeMs }) => timeMs),
      [0, 1],
    );
  });

  it('takes a million events over a thousand groups in bounded memory', async () => {
    const store = createMemoryPartialMatches(20_000);
    const correlations = [aCorrelation({ thresholds: [{ op: 'gte', value: 1_000 }] })];
    const correlator = new Correlator({ tenant: 'acme', correlations, store });
    const evidence = 'e'.repeat(200);
    const sizes: number[] = [];
    for (let index = 0; index < 1_000_000; index++) {
      const user = `u${index % 1_000}`;
      const reader = { field: () => user, leaves: () => [user] };
      // 100 ms apart: of 18 minutes, which is what is kept, about 10,800 events.
      const fed = { reader, eventId: String(index), timeMs: index * 100, source: 's' };
      correlator.feed('a', { ...fed, evidence: () => evidence });
      if (index % 5_000 === 4_999) await correlator.flush();
      if (index % 250_000 === 249_999) sizes.push(process.memoryUsage().heapUsed);
    }
    const [first = 0, ...later] = sizes;
    assert.equal(store.overflowed, 0);
    for (const size of later) assert.ok(size - first < 150 * MEGABYTE, `grew to ${size} bytes`);
  });
});
