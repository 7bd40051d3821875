// What every store of offers and waiting connections must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  MAX_WAITING_PER_KEY,
  type OfferReply,
  type OpenConnection,
  type ProcessStore,
} from '../../src/ports/index.ts';
import { aConnection, aKey, all, anOffer } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const IMAGE = anOffer();
const SIGNATURE = anOffer({
  head: 'SignatureStatus',
  timeMs: 2_000,
  values: [
    ['SignatureStatus', 'Valid'],
    ['Signature', null],
  ],
});
const LEASE_MS = 5 * MINUTE_MS;

/** Registers the suite. */
export function describeProcessStore(name: string, open: Open<ProcessStore>): void {
  describe(`${name}, as a store of offers`, () => {
    describeOffers(open);
  });
  describe(`${name}, as a store of waiting connections`, () => {
    describeWaiting(open);
    describeDue(open);
  });
}

function describeOffers(open: Open<ProcessStore>): void {
  it('offers nothing for a process nobody spoke of', async () => {
    const { store } = await open();
    const reply = await store.awaitStart(aConnection());
    assert.deepEqual(reply, { kind: 'waits', isLate: false, offered: [[]] });
  });

  it('gives a connection what was offered before it, as it was offered', async () => {
    const { store } = await open();
    await store.putStarts([{ key: aKey(), offers: [SIGNATURE, IMAGE] }]);
    const reply = await store.awaitStart(aConnection());
    assert.deepEqual(reply, { kind: 'waits', isLate: false, offered: [[IMAGE, SIGNATURE]] });
  });

  const later = anOffer({ timeMs: 3_000, values: [['Image', 'C:\\late.exe']] });
  const same = anOffer({ values: [['Image', 'C:\\b.exe']] });
  const timeless = anOffer({ timeMs: null, values: [['Image', 'C:\\0.exe']] });
  for (const [what, order] of [
    ['forwards', [IMAGE, SIGNATURE, later, same, timeless]],
    ['backwards', [timeless, same, later, SIGNATURE, IMAGE]],
    ['repeated', [later, timeless, IMAGE, later, SIGNATURE, same, IMAGE, SIGNATURE]],
  ] as const) {
    it(`gives of each head the earliest offer, then the least: ${what}`, async () => {
      const { store } = await open();
      for (const offer of order) await store.putStarts([{ key: aKey(), offers: [offer] }]);
      const { offered } = await store.awaitStart(aConnection());
      assert.deepEqual(offered, [[IMAGE, SIGNATURE]]);
    });
  }

  for (const [what, other] of [
    ['tenants', { tenant: 'other' }],
    ['sources', { source: 'cortex-xdr' }],
    ['processes', { key: 'ws-17 {2}' }],
    ['names that run together', { source: 'sysmon#ws-17 {1}', key: '' }],
  ] as const) {
    it(`keeps offers apart by ${what}`, async () => {
      const { store } = await open();
      await store.putStarts([{ key: aKey(other), offers: [IMAGE] }]);
      const { offered } = await store.awaitStart(aConnection());
      assert.deepEqual(offered, [[]]);
    });
  }

  it('takes a key of any length and characters', async () => {
    const { store } = await open();
    const key = aKey({ key: `\u0000#%${'é'.repeat(3_000)}` });
    await store.putStarts([{ key, offers: [IMAGE] }]);
    const { offered } = await store.awaitStart(aConnection({ keys: [key] }));
    assert.deepEqual(offered, [[IMAGE]]);
  });

  it('replies to many starts in their order', async () => {
    const { store } = await open();
    const keys = Array.from({ length: 50 }, (_, index) => aKey({ key: `p${index}` }));
    await store.awaitStart(aConnection({ keys: keys.slice(7, 8) }));
    const replies = await store.putStarts(keys.map((key) => ({ key, offers: [IMAGE] })));
    assert.deepEqual(
      replies.map((reply) => refsOf(reply).length),
      keys.map((_, index) => (index === 7 ? 1 : 0)),
    );
    assert.deepEqual(await store.putStarts([]), []);
  });

  it('forgets offers a day after the last write', async () => {
    const { store, clock } = await open();
    await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    clock.advance(DAY_MS + 1_000);
    await store.putStarts([{ key: aKey(), offers: [SIGNATURE] }]);
    const { offered } = await store.awaitStart(aConnection());
    assert.deepEqual(offered, [[SIGNATURE]]);
  });
}

function describeWaiting(open: Open<ProcessStore>): void {
  it('names who waits to the offer that comes, each once, with all that is offered', async () => {
    const { store } = await open();
    const second = aConnection({ ref: 'e1_b', body: '{"a":"\\u202e\\n"}', dueMs: 9 });
    await store.awaitStart(second);
    await store.awaitStart(aConnection());
    await store.awaitStart(aConnection());
    await store.putStarts([{ key: aKey(), offers: [SIGNATURE] }]);
    const [reply] = await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    const rest = { offered: [[IMAGE, SIGNATURE]], isJudged: false };
    assert.deepEqual(reply, {
      kind: 'kept',
      waiting: [
        { ...aConnection(), ...rest },
        { ...second, ...rest },
      ],
    });
  });

  it('keeps who waits of tenants apart', async () => {
    const { store } = await open();
    const key = aKey({ tenant: 'other' });
    await store.awaitStart(aConnection({ tenant: 'other', keys: [key], body: 'theirs' }));
    await store.awaitStart(aConnection({ body: 'ours' }));
    const [reply] = await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual(reply?.kind === 'kept' && reply.waiting.map(({ body }) => body), ['ours']);
  });

  it('names who waits again, until it is concluded', async () => {
    const { store } = await open();
    await store.awaitStart(aConnection());
    const put = () => store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual((await put()).map(refsOf), [['e1_a']]);
    assert.deepEqual((await put()).map(refsOf), [['e1_a']]);
    await store.conclude(aConnection());
    await store.conclude(aConnection());
    assert.deepEqual((await put()).map(refsOf), [[]]);
  });

  it('says that a connection was judged without what it lacked', async () => {
    const { store } = await open();
    await store.awaitStart(aConnection());
    await store.judgedEarly(aConnection());
    await store.judgedEarly(aConnection());
    await store.awaitStart(aConnection());
    const [reply] = await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual(reply?.kind === 'kept' && reply.waiting.map(({ isJudged }) => isJudged), [
      true,
    ]);
  });

  it('tells a connection that is delivered again that it may have been judged already', async () => {
    const { store, clock } = await open();
    const dueMs = clock.nowMs() + 15 * MINUTE_MS;
    const isLate = async (ref: string) =>
      (await store.awaitStart(aConnection({ ref, dueMs }))).isLate;
    assert.deepEqual(
      [await isLate('a'), await isLate('a'), await isLate('b')],
      [false, false, false],
    );
    await store.judgedEarly(aConnection({ ref: 'a' }));
    assert.deepEqual([await isLate('a'), await isLate('b')], [true, false]);
    clock.advance(15 * MINUTE_MS);
    assert.deepEqual([await isLate('b'), await isLate('c')], [true, false]);
  });

  it('gives what came while a connection was judged early, also where its offer let it go', async () => {
    const { store } = await open();
    await store.awaitStart(aConnection());
    assert.deepEqual(await store.judgedEarly(aConnection()), [[]]);
    await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual(await store.judgedEarly(aConnection()), [[IMAGE]]);
    await store.conclude(aConnection());
    assert.deepEqual(await store.judgedEarly(aConnection()), [[IMAGE]]);
  });

  it('does nothing for a connection that does not wait', async () => {
    const { store, clock } = await open();
    await store.conclude(aConnection());
    await store.judgedEarly(aConnection());
    assert.deepEqual(await all(store.settleDue(clock.nowMs(), LEASE_MS)), []);
    const [reply] = await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual(reply, { kind: 'kept', waiting: [] });
  });

  it('asks under several keys, and gives what each offers in their order', async () => {
    const { store } = await open();
    const keys = [aKey(), aKey({ key: 'sha1' })];
    const [first, second] = keys.map((key) => [{ key, offers: [IMAGE] }]);
    await store.putStarts(second ?? []);
    const reply = await store.awaitStart(aConnection({ keys }));
    assert.deepEqual(reply.offered, [[], [IMAGE]]);
    const [offered] = await store.putStarts(first ?? []);
    assert.deepEqual(offered?.kind === 'kept' && offered.waiting.map((one) => one.offered), [
      [[IMAGE], [IMAGE]],
    ]);
    await store.conclude(aConnection({ keys }));
    for (const starts of [first, second]) {
      assert.deepEqual((await store.putStarts(starts ?? [])).map(refsOf), [[]]);
    }
  });

  it('names twenty that wait under a key, the same again, and others once they are due', async () => {
    const { store, clock } = await open();
    await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    const free = aKey({ key: 'free' });
    for (let index = 0; index < MAX_WAITING_PER_KEY; index++) {
      const { kind } = await store.awaitStart(aConnection({ ref: `e${index}` }));
      assert.equal(kind, 'waits');
    }
    const more = aConnection({ ref: 'more', keys: [free, aKey()] });
    const full = await store.awaitStart(more);
    assert.deepEqual(full, { kind: 'full', isLate: false, offered: [[], [IMAGE]] });
    assert.equal((await store.awaitStart(aConnection({ ref: 'e7' }))).kind, 'waits');
    const replies = await store.putStarts([
      { key: aKey(), offers: [IMAGE] },
      { key: free, offers: [IMAGE] },
    ]);
    assert.deepEqual(
      replies.map((reply) => refsOf(reply).length),
      [MAX_WAITING_PER_KEY, 1],
    );
    assert.ok((await dueRefs(store, clock.nowMs())).includes('more'));
    await store.conclude(aConnection({ ref: 'e7' }));
    assert.equal((await store.awaitStart(more)).kind, 'waits');
  });
}

function describeDue(open: Open<ProcessStore>): void {
  it('names a connection that is due once for the lease, with all that is offered', async () => {
    const { store, clock } = await open();
    const dueMs = clock.nowMs() + 15 * MINUTE_MS;
    await store.awaitStart(aConnection({ dueMs }));
    await store.awaitStart(aConnection({ ref: 'later', dueMs: dueMs + MINUTE_MS }));
    await store.putStarts([{ key: aKey(), offers: [IMAGE] }]);
    assert.deepEqual(await dueRefs(store, dueMs - 1), []);
    const due = await all(store.settleDue(dueMs, LEASE_MS));
    const expected = { ...aConnection({ dueMs }), offered: [[IMAGE]], isJudged: false };
    assert.deepEqual(due, [expected]);
    assert.deepEqual(await dueRefs(store, dueMs), []);
    assert.deepEqual(await dueRefs(store, dueMs + LEASE_MS - 1), ['later']);
    assert.deepEqual(await dueRefs(store, dueMs + LEASE_MS), ['e1_a']);
  });

  it('stands by its time when it is delivered again', async () => {
    const { store, clock } = await open();
    const dueMs = clock.nowMs();
    await store.awaitStart(aConnection({ dueMs }));
    await store.awaitStart(aConnection({ dueMs: dueMs + DAY_MS }));
    assert.deepEqual(await dueRefs(store, dueMs), ['e1_a']);
  });

  for (const method of ['conclude', 'judgedEarly'] as const) {
    it(`does not name again what was settled: ${method}`, async () => {
      const { store, clock } = await open();
      await store.awaitStart(aConnection({ dueMs: clock.nowMs() }));
      await store[method](aConnection());
      assert.deepEqual(await dueRefs(store, clock.nowMs()), []);
    });
  }

  it('is not due again when a connection that was judged early is delivered again', async () => {
    const { store, clock } = await open();
    await store.awaitStart(aConnection({ dueMs: clock.nowMs() }));
    await store.judgedEarly(aConnection());
    await store.awaitStart(aConnection({ dueMs: clock.nowMs() }));
    assert.deepEqual(await dueRefs(store, clock.nowMs()), []);
  });

  it('names all of many that are due', async () => {
    const { store, clock } = await open();
    const refs = Array.from({ length: 40 }, (_, index) => `e${index + 10}`);
    await Promise.all(
      refs.map((ref) => store.awaitStart(aConnection({ ref, keys: [aKey({ key: ref })] }))),
    );
    assert.deepEqual((await dueRefs(store, clock.nowMs())).toSorted(), refs);
  });
}

async function dueRefs(store: ProcessStore, nowMs: number): Promise<readonly string[]> {
  return (await all(store.settleDue(nowMs, LEASE_MS))).map(({ ref }: OpenConnection) => ref);
}

function refsOf(reply: OfferReply): readonly string[] {
  return reply.kind === 'kept' ? reply.waiting.map(({ ref }) => ref) : [reply.kind];
}
