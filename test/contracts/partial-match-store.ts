// What every store of partial matches must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CorrelationGroup, PartialMatch } from '../../src/model/index.ts';
import type { DueGroup, PartialMatchStore } from '../../src/ports/index.ts';
import { aGroup, aPart } from '../correlate/builders.ts';

/** Opens a store in which nothing is kept yet. */
export type OpenStore = () => Promise<PartialMatchStore>;

const KEEP_MS = 3_600_000;

/** Puts into one group. */
function put(store: PartialMatchStore, ...parts: readonly PartialMatch[]) {
  return store.put(parts.map((part) => ({ group: aGroup(), part, keepMs: KEEP_MS })));
}

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
      for (const index of [3, 0, 4, 2, 1]) await put(store, parts[index] ?? aPart(0));
      assert.deepEqual(await store.range(aGroup(), [{ fromMs: 0, toMs: 9_000 }]), {
        parts,
        isWhole: true,
      });
    });

    it('gives both ends of a range and nothing beyond', async () => {
      const store = await open();
      for (const timeMs of [999, 1_000, 2_000, 2_001]) await put(store, aPart(timeMs));
      const { parts } = await store.range(aGroup(), [{ fromMs: 1_000, toMs: 2_000 }]);
      assert.deepEqual(
        parts.map(({ timeMs }) => timeMs),
        [1_000, 2_000],
      );
    });

    it('gives several spans as one, by time', async () => {
      const store = await open();
      await put(store, ...[1, 2, 3, 4, 5, 6].map((timeMs) => aPart(timeMs)));
      const { parts, isWhole } = await store.range(aGroup(), [
        { fromMs: 1, toMs: 2 },
        { fromMs: 4, toMs: 4 },
        { fromMs: 6, toMs: 9 },
      ]);
      assert.deepEqual([parts.map(({ timeMs }) => timeMs), isWhole], [[1, 2, 4, 6], true]);
      assert.deepEqual((await store.range(aGroup(), [])).parts, []);
    });

    it('keeps times before 1970 and fractions of a millisecond apart', async () => {
      const store = await open();
      for (const timeMs of [-5, 0.5, 0]) await put(store, aPart(timeMs));
      const { parts } = await store.range(aGroup(), [{ fromMs: -10, toMs: 10 }]);
      assert.deepEqual(
        parts.map(({ timeMs }) => timeMs),
        [-5, 0, 0.5],
      );
    });

    it('keeps values and evidence as they were put', async () => {
      const store = await open();
      const part = aPart(1, { values: ['a', 1.5, '1'], evidence: '{"a":"\\u202e\\n"}' });
      await put(store, part);
      assert.deepEqual((await store.range(aGroup(), [{ fromMs: 1, toMs: 1 }])).parts, [part]);
    });

    it('keeps a rule and event once, and counts both rules of an event', async () => {
      const store = await open();
      const fates = await put(store, aPart(1), aPart(1), aPart(1, { rule: 'b' }));
      assert.deepEqual(fates, ['kept', 'kept', 'kept']);
      await put(store, aPart(1));
      const { parts } = await store.range(aGroup(), [{ fromMs: 0, toMs: 9 }]);
      assert.deepEqual(
        parts.map(({ rule }) => rule),
        ['a', 'b'],
      );
    });

    it('keeps what an event says anew beside the old, whichever came first', async () => {
      const variants = [
        aPart(1, { eventId: 'e', values: ['x'] }),
        aPart(1, { eventId: 'e', values: ['y'] }),
        aPart(1, { eventId: 'e', values: ['y'], source: 't' }),
        aPart(2, { eventId: 'e', values: ['x'] }),
      ];
      for (const arrival of [variants, variants.toReversed()]) {
        const store = await open();
        for (const part of [...arrival, ...arrival]) await put(store, part);
        assert.deepEqual((await store.range(aGroup(), [{ fromMs: 0, toMs: 9 }])).parts, variants);
      }
    });

    it('keeps the least evidence of the same event, whichever came first', async () => {
      const parts = ['b', 'a', 'c'].map((evidence) => aPart(1, { evidence }));
      for (const arrival of [parts, parts.toReversed()]) {
        const store = await open();
        for (const part of arrival) await put(store, part);
        const { parts: kept } = await store.range(aGroup(), [{ fromMs: 0, toMs: 9 }]);
        assert.deepEqual(
          kept.map(({ evidence }) => evidence),
          ['a'],
        );
      }
    });

    it('still gives what is in time after it made room', async () => {
      const store = await open();
      for (const timeMs of [1_000, 2_000]) await put(store, aPart(timeMs));
      await store.makeRoom();
      assert.equal((await store.range(aGroup(), [{ fromMs: 0, toMs: 9_000 }])).parts.length, 2);
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
        await put(store, aPart(1));
        assert.deepEqual((await store.range(group, [{ fromMs: 0, toMs: 9 }])).parts, []);
      });
    }

    it('names a group once when it is due, with the times of what is', async () => {
      const store = await open();
      const group = aGroup();
      await store.put([
        { group, part: aPart(1_000), keepMs: KEEP_MS, dueMs: 5_000 },
        { group, part: aPart(3_000), keepMs: KEEP_MS, dueMs: 7_000 },
        { group, part: aPart(9_000), keepMs: KEEP_MS, dueMs: 20_000 },
        { group: aGroup({ values: ['bo'] }), part: aPart(1_000), keepMs: KEEP_MS },
      ]);
      assert.deepEqual(await dueAt(store, 4_999), []);
      const due = { group: aGroup(), fromMs: 1_000, toMs: 3_000 };
      assert.deepEqual(await dueAt(store, 7_000), [due]);
      assert.deepEqual(await dueAt(store, 7_000), []);
    });

    it('still gives what was due, and does not make it due again', async () => {
      const store = await open();
      const one = { group: aGroup(), part: aPart(1_000), keepMs: KEEP_MS, dueMs: 5_000 };
      await store.put([one]);
      assert.equal((await dueAt(store, 5_000)).length, 1);
      await store.put([one]);
      assert.deepEqual(await dueAt(store, 9_000), []);
      assert.equal((await store.range(aGroup(), [{ fromMs: 0, toMs: 9_000 }])).parts.length, 1);
    });
  });
}

async function dueAt(store: PartialMatchStore, nowMs: number): Promise<readonly DueGroup[]> {
  const due: DueGroup[] = [];
  for await (const one of store.due(nowMs)) due.push(one);
  return due;
}
