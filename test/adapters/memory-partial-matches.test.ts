// The store in memory keeps the port's promises, and its bounds.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  createMemoryPartialMatches,
  type MemoryPartialMatches,
} from '../../src/adapters/local/index.ts';
import type { CorrelationGroup, PartialMatch } from '../../src/model/index.ts';
import type { PartialPut, PutFate } from '../../src/ports/index.ts';
import { describePartialMatchStore } from '../contracts/partial-match-store.ts';
import { aGroup, aPart } from '../correlate/builders.ts';

describePartialMatchStore('memory', async () => createMemoryPartialMatches());

const KEEP_MS = 20_000;
const DAY_MS = 86_400_000;
const YEAR_2099_MS = Date.UTC(2099, 0, 1);

/** As the correlator does, one by one. */
async function putAll(
  store: MemoryPartialMatches,
  parts: readonly (readonly [CorrelationGroup, PartialMatch])[],
  terms: Pick<PartialPut, 'dueMs'> = {},
): Promise<readonly PutFate[]> {
  const fates: PutFate[] = [];
  for (const [group, part] of parts) {
    const puts = [{ group, part, keepMs: KEEP_MS, ...terms }];
    const tried = await store.put(puts);
    if (tried[0] === 'full') await store.makeRoom();
    fates.push(...(tried[0] === 'full' ? await store.put(puts) : tried));
  }
  return fates;
}

async function timesOf(store: MemoryPartialMatches, group: CorrelationGroup) {
  const { parts } = await store.range(group, [{ fromMs: -1e15, toMs: 1e15 }]);
  return parts.map(({ timeMs }) => timeMs);
}

const user = (name: string) => aGroup({ values: [name] });
const each = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('the store in memory', () => {
  it('counts what finds no room, and says so of the group', async () => {
    const store = createMemoryPartialMatches({ maxParts: 2 });
    const fates = await putAll(store, [
      [aGroup(), aPart(1)],
      [aGroup(), aPart(2)],
      [aGroup(), aPart(3)],
    ]);
    assert.deepEqual([fates, store.overflowed], [['kept', 'kept', 'turned-away'], 1]);
    const { parts, isWhole } = await store.range(aGroup(), [{ fromMs: 0, toMs: 9 }]);
    assert.deepEqual([parts.length, isWhole], [2, false]);
  });

  it('says of a group that came later that it may lack something', async () => {
    const store = createMemoryPartialMatches({ maxParts: 1 });
    const later = each(20).map((index) => [user('bo'), aPart(60_000 + index)] as const);
    await putAll(store, [[aGroup(), aPart(1)], ...later]);
    assert.ok(store.overflowed > 0);
    assert.equal((await timesOf(store, user('bo'))).length, 1);
    assert.equal(
      (await store.range(user('bo'), [{ fromMs: 60_000, toMs: 70_000 }])).isWhole,
      false,
    );
  });

  it('says that it is full before it lets anything go: it may not be judged yet', async () => {
    const store = createMemoryPartialMatches({ maxParts: 20 });
    const puts = each(25).map((index) => ({
      group: aGroup(),
      part: aPart(index * 10_000),
      keepMs: KEEP_MS,
    }));
    const fates = await store.put(puts);
    assert.deepEqual([fates.length, fates.at(-2), fates.at(-1)], [21, 'kept', 'full']);
    assert.equal((await timesOf(store, aGroup())).length, 20);
    assert.equal(store.overflowed, 0);
  });

  it('lets go of what no event within the grace can need, and says where that might be missed', async () => {
    const store = createMemoryPartialMatches({ maxParts: 20 });
    await putAll(
      store,
      each(21).map((index) => [aGroup(), aPart(index * 10_000)]),
    );
    assert.equal(store.overflowed, 0);
    const [first = 0] = await timesOf(store, aGroup());
    assert.ok(first > 100_000 && first <= 180_000, `the first is now ${first}`);
    assert.equal(
      (await store.range(aGroup(), [{ fromMs: first - 10_000, toMs: 300_000 }])).isWhole,
      false,
    );
    assert.equal(
      (await store.range(user('bo'), [{ fromMs: first - 10_000, toMs: 300_000 }])).isWhole,
      false,
    );
    assert.equal((await store.range(aGroup(), [{ fromMs: first, toMs: 300_000 }])).isWhole, true);
    const elsewhere = aGroup({ correlation: 'd' });
    assert.equal((await store.range(elsewhere, [{ fromMs: 0, toMs: 300_000 }])).isWhole, true);
  });

  it('lets nothing go that is still to be judged', async () => {
    const store = createMemoryPartialMatches({ maxParts: 20 });
    const parts = each(21).map((index) => [aGroup(), aPart(index * 10_000)] as const);
    const fates = await putAll(store, parts, { dueMs: 60_000 });
    assert.equal(fates.at(-1), 'turned-away');
    assert.equal((await timesOf(store, aGroup())).length, 20);
  });

  for (const [what, oddMs] of [
    ['2099', YEAR_2099_MS],
    ['1970', 0],
  ] as const) {
    it(`keeps live groups whatever a record, a host and a burst of ${what} say`, async () => {
      const store = createMemoryPartialMatches({ maxParts: 400 });
      const nowMs = Date.UTC(2026, 10, 20);
      const live = each(300).map(
        (index) => [user(`u${index % 30}`), aPart(nowMs + index)] as const,
      );
      const record = [user('u3'), aPart(oddMs)] as const;
      const burst = each(300).map((index) => [user('odd'), aPart(oddMs + index)] as const);
      await putAll(store, [...live, record, ...burst]);
      for (const index of each(30)) {
        const kept = (await timesOf(store, user(`u${index}`))).filter((timeMs) => timeMs !== oddMs);
        assert.equal(kept.length, 10, `of u${index}`);
      }
    });
  }

  it('lets go of a clock that runs ahead once its group is silent', async () => {
    const store = createMemoryPartialMatches({ maxParts: 100 });
    const ahead = each(30).map((index) => [user('odd'), aPart(YEAR_2099_MS + index)] as const);
    const days = each(3_000).map(
      (index) => [user(`u${index % 10}`), aPart(index * DAY_MS)] as const,
    );
    await putAll(store, [...ahead, ...days]);
    assert.equal(store.overflowed, 0);
    assert.deepEqual(await timesOf(store, user('odd')), []);
    const { isWhole } = await store.range(user('odd'), [
      { fromMs: YEAR_2099_MS, toMs: YEAR_2099_MS + DAY_MS },
    ]);
    assert.equal(isWhole, false);
    assert.equal(
      (await store.range(user('u1'), [{ fromMs: 2_990 * DAY_MS, toMs: 3_000 * DAY_MS }])).isWhole,
      true,
    );
  });

  it('goes by the clock of what it turns away, too', async () => {
    const store = createMemoryPartialMatches({ maxParts: 100 });
    const parts = each(1_000).map(
      (index) => [user(`u${index}`), aPart(index < 100 ? index : DAY_MS + index)] as const,
    );
    await putAll(store, parts);
    assert.deepEqual(await timesOf(store, user('u0')), []);
    assert.ok(store.overflowed < 900, `${store.overflowed} were turned away`);
  });

  it('is full by bytes, too: values, evidence and groups may be huge', async () => {
    const huge = 'x'.repeat(100_000);
    for (const [group, part] of [
      [aGroup(), { values: [huge] }],
      [aGroup(), { evidence: huge }],
      [user(huge), {}],
    ] as const) {
      const store = createMemoryPartialMatches({ maxBytes: 1_000_000 });
      const parts = each(50).map((index) => {
        const values = [...group.values, String(index)];
        return [{ ...group, values }, aPart(index, part)] as const;
      });
      const fates = await putAll(store, parts);
      assert.equal(fates.filter((fate) => fate === 'kept').length, 4);
      assert.equal(store.overflowed, 46);
      assert.ok(store.bytes <= 1_000_000);
    }
  });

  it('turns away what alone is beyond its bounds, and keeps the rest', async () => {
    const store = createMemoryPartialMatches({ maxBytes: 10_000 });
    const huge = aPart(1, { evidence: 'x'.repeat(100_000) });
    const fates = await putAll(store, [
      [aGroup(), aPart(0)],
      [aGroup(), huge],
      [aGroup(), aPart(2)],
    ]);
    assert.deepEqual(fates, ['kept', 'turned-away', 'kept']);
  });

  it('gives back the bytes of what it lets go', async () => {
    const store = createMemoryPartialMatches({ maxParts: 50 });
    await putAll(
      store,
      each(2_000).map((index) => [
        user(`u${index % 7}`),
        aPart(index * 10_000, { evidence: 'x'.repeat(index % 100) }),
      ]),
    );
    assert.ok(store.size <= 50);
    assert.ok(store.bytes < 50 * 2_000, `${store.bytes} bytes for ${store.size}`);
  });

  it('counts events that come again with other content', async () => {
    const store = createMemoryPartialMatches();
    await putAll(store, [
      [aGroup(), aPart(1, { values: ['x'] })],
      [aGroup(), aPart(1, { values: ['x'], evidence: 'other' })],
      [aGroup(), aPart(1, { values: ['y'] })],
      [aGroup(), aPart(2, { eventId: 'e1', values: ['x'] })],
    ]);
    assert.deepEqual([store.conflicting, store.size], [2, 3]);
  });
});
