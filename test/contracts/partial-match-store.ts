// What every store of partial matches must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CorrelationGroup } from '../../src/model/index.ts';
import type { DueGroup, PartialMatchStore } from '../../src/ports/index.ts';
import { aGroup, aPart } from '../correlate/builders.ts';

/** Opens a store in which nothing is kept yet. */
export type OpenStore = () => Promise<PartialMatchStore>;

const KEEP = { keepMs: 3_600_000 };

/** Registers the suite. */
export function describePartialMatchStore(name: string, open: OpenStore): void {
  describe(`${name}, as a store of partial matches`, () => {
    it('gives what was put, by (time, rule, event), however it arrived', async () => {
      const store = await open();
      const parts = [
        aPart(1_000),
        aPart(2_000, { eventId: 'x' }),
        aPart(2_000, { eventId: 'y' }),
        aPart(2_000, { rule: 'b', eventId: 'w' }),
        aPart(3_000),
      ];
      for (const index of [3, 0, 4, 2, 1]) {
        const part = parts[index];
        if (part !== undefined) await store.put(aGroup(), part, KEEP);
      }
      assert.deepEqual(await store.range(aGroup(), 0, 9_000), { parts, isWhole: true });
    });

    it('gives both ends of a range and nothing beyond', async () => {
      const store = await open();
      for (const timeMs of [999, 1_000, 2_000, 2_001])
        await store.put(aGroup(), aPart(timeMs), KEEP);
      const { parts } = await store.range(aGroup(), 1_000, 2_000);
      assert.deepEqual(
        parts.map(({ timeMs }) => timeMs),
        [1_000, 2_000],
      );
    });

    it('keeps times before 1970 and fractions of a millisecond apart', async () => {
      const store = await open();
      for (const timeMs of [-5, 0.5, 0]) await store.put(aGroup(), aPart(timeMs), KEEP);
      const { parts } = await store.range(aGroup(), -10, 10);
      assert.deepEqual(
        parts.map(({ timeMs }) => timeMs),
        [-5, 0, 0.5],
      );
    });

    it('keeps values and evidence as they were put', async () => {
      const store = await open();
      const part = aPart(1, { values: ['a', 1.5, '1'], evidence: '{"a":"\\u202e\\n"}' });
      await store.put(aGroup(), part, KEEP);
      assert.deepEqual((await store.range(aGroup(), 1, 1)).parts, [part]);
    });

    it('keeps the first of a rule and event, and counts both rules of an event', async () => {
      const store = await open();
      await store.put(aGroup(), aPart(1, { evidence: 'first' }), KEEP);
      await store.put(aGroup(), aPart(1, { evidence: 'again' }), KEEP);
      await store.put(aGroup(), aPart(1, { rule: 'b' }), KEEP);
      const { parts } = await store.range(aGroup(), 0, 9);
      assert.deepEqual(
        parts.map(({ rule, evidence }) => rule + evidence),
        ['afirst', 'b'],
      );
    });

    for (const [what, other] of [
      ['tenants', { tenant: 'other' }],
      ['correlations', { correlation: 'd' }],
      ['values', { values: ['bo'] }],
      ['values that run together', { values: ['a', 'l'] }],
      ['no values', { values: [] }],
    ] as const) {
      it(`keeps groups apart by ${what}`, async () => {
        const store = await open();
        const group: CorrelationGroup = aGroup(other);
        await store.put(aGroup(), aPart(1), KEEP);
        assert.deepEqual((await store.range(group, 0, 9)).parts, []);
      });
    }

    it('names a group once when it is due, with the times of what is', async () => {
      const store = await open();
      await store.put(aGroup(), aPart(1_000), { ...KEEP, dueMs: 5_000 });
      await store.put(aGroup(), aPart(3_000), { ...KEEP, dueMs: 7_000 });
      await store.put(aGroup(), aPart(9_000), { ...KEEP, dueMs: 20_000 });
      await store.put(aGroup({ values: ['bo'] }), aPart(1_000), KEEP);
      assert.deepEqual(await dueAt(store, 4_999), []);
      const due = { group: aGroup(), fromMs: 1_000, toMs: 3_000 };
      assert.deepEqual(await dueAt(store, 7_000), [due]);
      assert.deepEqual(await dueAt(store, 7_000), []);
    });

    it('still gives what was due, and does not make it due again', async () => {
      const store = await open();
      const put = () => store.put(aGroup(), aPart(1_000), { ...KEEP, dueMs: 5_000 });
      await put();
      assert.equal((await dueAt(store, 5_000)).length, 1);
      await put();
      assert.deepEqual(await dueAt(store, 9_000), []);
      assert.equal((await store.range(aGroup(), 0, 9_000)).parts.length, 1);
    });
  });
}

async function dueAt(store: PartialMatchStore, nowMs: number): Promise<readonly DueGroup[]> {
  const due: DueGroup[] = [];
  for await (const one of store.due(nowMs)) due.push(one);
  return due;
}
