// What every store of digests must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DigestStore } from '../../src/ports/index.ts';
import { aDigest, aDigestMember } from '../alert/stored.ts';
import { all } from '../state/builders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const LEASE_MS = 5 * MINUTE_MS;
const KEY = aDigest();
const DUE_MS = KEY.fromMs + HOUR_MS;

/** Registers the suite. */
export function describeDigestStore(name: string, open: Open<DigestStore>): void {
  describe(`${name}, as a store of digests`, () => {
    describeMembers(open);
    describeDue(open);
  });
}

function describeMembers(open: Open<DigestStore>): void {
  it('counts each member once, exactly, however many put it at once', async () => {
    const { store } = await open();
    assert.equal(await store.count(KEY), 0);
    const members = Array.from({ length: 30 }, (_, index) => aDigestMember(`f${index + 10}`));
    const put = () => members.map((member) => store.put(KEY, member, { dueMs: DUE_MS }));
    const fates = await Promise.all([...put(), ...put()]);
    assert.equal(fates.filter((fate) => fate === 'added').length, 30);
    assert.equal(await store.count(KEY), 30);
    const kept = await all(store.members(KEY));
    assert.deepEqual(
      kept.toSorted((a, b) => (a.findingId < b.findingId ? -1 : 1)),
      members,
    );
  });

  it('keeps digests apart by each of their keys', async () => {
    const { store } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS });
    for (const other of [
      { tenant: 'other' },
      { rule: 'other' },
      { fromMs: KEY.fromMs + HOUR_MS },
      { kind: 'day' as const },
    ]) {
      assert.equal(await store.count(aDigest(other)), 0);
    }
  });

  it('forgets after seven days', async () => {
    const { store, clock } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS });
    clock.advance(7 * DAY_MS - 1_000);
    assert.equal(await store.count(KEY), 1);
    clock.advance(2_000);
    assert.equal(await store.count(KEY), 0);
    assert.deepEqual(await all(store.members(KEY)), []);
    assert.deepEqual(await all(store.due(clock.nowMs(), LEASE_MS)), []);
  });
}

function describeDue(open: Open<DigestStore>): void {
  it('hands out a digest when it is due, to one at a time, until it is sent', async () => {
    const { store } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS });
    assert.deepEqual(await all(store.due(DUE_MS - 1, LEASE_MS)), []);
    const [due, ...rest] = await all(store.due(DUE_MS, LEASE_MS));
    assert.deepEqual([due?.digest, due?.revision, rest], [KEY, 0, []]);
    assert.deepEqual(await all(store.due(DUE_MS + LEASE_MS - 1, LEASE_MS)), []);
    const [again] = await all(store.due(DUE_MS + LEASE_MS, LEASE_MS));
    assert.deepEqual(again, due);
    assert.ok(again);
    await store.sent(again, 1);
    await store.sent(again, 1);
    assert.equal(await store.put(KEY, aDigestMember(), { dueMs: DUE_MS }), 'known');
    assert.deepEqual(await all(store.due(Number.MAX_SAFE_INTEGER, LEASE_MS)), []);
  });

  it('is due for the first time earlier, and then when all of it is expected', async () => {
    const { store } = await open();
    const times = { dueMs: DUE_MS, firstMs: DUE_MS - HOUR_MS };
    const dueAt = async (nowMs: number) => await all(store.due(nowMs, LEASE_MS));
    await store.put(KEY, aDigestMember(), times);
    assert.deepEqual(await dueAt(times.firstMs - 1), []);
    const [first] = await dueAt(times.firstMs);
    assert.ok(first);
    assert.deepEqual([first.revision, first.wholeMs], [0, DUE_MS]);
    // One comes while it is sent, others after: all wait for the end.
    await store.put(KEY, aDigestMember('f2'), times);
    await store.sent(first, 1);
    await store.put(KEY, aDigestMember('f3'), { ...times, firstMs: times.firstMs + 1 });
    assert.deepEqual(await dueAt(DUE_MS - 1), []);
    const [whole] = await dueAt(DUE_MS);
    assert.ok(whole);
    assert.equal(whole.revision, 1);
    await store.sent(whole, 3);
    assert.deepEqual(await dueAt(Number.MAX_SAFE_INTEGER), []);
  });

  it('is not due a second time where nothing came after the first', async () => {
    const { store } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS, firstMs: 1 });
    const [first] = await all(store.due(1, LEASE_MS));
    assert.ok(first);
    await store.sent(first, 1);
    assert.deepEqual(await all(store.due(Number.MAX_SAFE_INTEGER, LEASE_MS)), []);
    await store.put(KEY, aDigestMember('f2'), { dueMs: DUE_MS, firstMs: 2 });
    assert.deepEqual(await all(store.due(DUE_MS - 1, LEASE_MS)), []);
  });

  it('is due again, as the next revision, for what came after it was sent', async () => {
    const { store } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS });
    const [due] = await all(store.due(DUE_MS, LEASE_MS));
    assert.ok(due);
    await store.sent(due, 1);
    await store.put(KEY, aDigestMember('f2'), { dueMs: DUE_MS });
    const [next] = await all(store.due(DUE_MS, LEASE_MS));
    assert.deepEqual([next?.revision, await store.count(KEY)], [1, 2]);
  });

  it('is due again for what came while it was sent', async () => {
    const { store } = await open();
    await store.put(KEY, aDigestMember(), { dueMs: DUE_MS });
    const [due] = await all(store.due(DUE_MS, LEASE_MS));
    assert.ok(due);
    await store.put(KEY, aDigestMember('f2'), { dueMs: DUE_MS });
    await store.sent(due, 1);
    const [next] = await all(store.due(DUE_MS + LEASE_MS, LEASE_MS));
    assert.equal(next?.revision, 1);
  });
}
