// What every store of alerts must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredAlert } from '../../src/model/index.ts';
import type { AlertStore } from '../../src/ports/index.ts';
import { anAlertGroup, aStoredAlert, aTelling } from '../alert/stored.ts';
import { all } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const GROUP = anAlertGroup();
const LEASE_MS = 5 * MINUTE_MS;

/** Registers the suite. */
export function describeAlertStore(name: string, open: Open<AlertStore>): void {
  describe(`${name}, as a store of alerts`, () => {
    describeChanges(open);
    describeDue(open);
  });
}

function describeChanges(open: Open<AlertStore>): void {
  it('keeps an alert as it is, whatever its names', async () => {
    const { store } = await open();
    const group = anAlertGroup({ hostKey: '#%~\u202e', entityKey: 'é'.repeat(1_500) });
    const alert = aStoredAlert({
      group,
      told: [aTelling(), { event: 'closed', level: 'medium', route: 'post', rules: 1, atMs: 9 }],
      pending: 1,
      dueMs: 7,
      activity: { count: 3, seenMs: 2, activeMs: 1 },
    });
    assert.equal(await store.read(group), undefined);
    assert.deepEqual(await store.change(group, () => alert), alert);
    assert.deepEqual(await store.read(group), alert);
  });

  it('changes nothing where nothing is to change', async () => {
    const { store } = await open();
    assert.equal(await store.change(GROUP, () => undefined), undefined);
    assert.equal(await store.read(GROUP), undefined);
    await store.change(GROUP, () => aStoredAlert());
    assert.deepEqual(await store.change(GROUP, () => undefined), aStoredAlert());
  });

  it('keeps groups apart by each of their keys', async () => {
    const { store } = await open();
    await store.change(GROUP, () => aStoredAlert());
    for (const key of ['tenant', 'source', 'hostKey', 'entityKey'] as const) {
      assert.equal(await store.read(anAlertGroup({ [key]: 'other' })), undefined);
    }
  });

  it('loses no change of many at once', async () => {
    const { store } = await open();
    const ids = Array.from({ length: 12 }, (_, index) => `f${index + 10}`);
    const joined = (id: string) => (there: StoredAlert | undefined) => {
      const alert = there ?? aStoredAlert({ id: `a1_${id}`, findings: [] });
      return { ...alert, findings: [...alert.findings, id].sort() };
    };
    const results = await Promise.all(ids.map((id) => store.change(GROUP, joined(id))));
    assert.equal(new Set(results.map((alert) => alert?.id)).size, 1);
    assert.deepEqual((await store.read(GROUP))?.findings, ids);
  });

  it('forgets seven days after the last change, and then begins anew', async () => {
    const { store, clock } = await open();
    await store.change(GROUP, () => aStoredAlert({ dueMs: clock.nowMs() }));
    clock.advance(6 * DAY_MS);
    await store.change(GROUP, (there) => there && { ...there, joinedMs: 1 });
    clock.advance(7 * DAY_MS - 1_000);
    assert.notEqual(await store.read(GROUP), undefined);
    clock.advance(2_000);
    assert.equal(await store.read(GROUP), undefined);
    assert.deepEqual(await all(store.due(clock.nowMs(), LEASE_MS)), []);
    const seen: (StoredAlert | undefined)[] = [];
    const next = aStoredAlert({ id: 'a1_2' });
    await store.change(GROUP, (there) => {
      seen.push(there);
      return next;
    });
    assert.ok(seen.every((there) => there === undefined));
    assert.deepEqual(await store.read(GROUP), next);
  });
}

function describeDue(open: Open<AlertStore>): void {
  it('hands out what is due, to one at a time, until its time is moved', async () => {
    const { store, clock } = await open();
    const dueMs = clock.nowMs() + 1_000;
    await store.change(GROUP, () => aStoredAlert({ dueMs }));
    await store.change(anAlertGroup({ entityKey: 'b' }), () =>
      aStoredAlert({ group: anAlertGroup({ entityKey: 'b' }) }),
    );
    assert.deepEqual(await all(store.due(dueMs - 1, LEASE_MS)), []);
    const leased = aStoredAlert({ dueMs: dueMs + LEASE_MS });
    assert.deepEqual(await all(store.due(dueMs, LEASE_MS)), [leased]);
    assert.deepEqual(await store.read(GROUP), leased);
    assert.deepEqual(await all(store.due(dueMs + LEASE_MS - 1, LEASE_MS)), []);
    assert.equal((await all(store.due(dueMs + LEASE_MS, LEASE_MS))).length, 1);
    await store.change(GROUP, () => aStoredAlert());
    assert.deepEqual(await all(store.due(Number.MAX_SAFE_INTEGER, LEASE_MS)), []);
  });

  it('leaves a lease as it is where a finding joins', async () => {
    const { store, clock } = await open();
    const nowMs = clock.nowMs();
    await store.change(GROUP, () => aStoredAlert({ dueMs: nowMs }));
    await all(store.due(nowMs, LEASE_MS));
    await store.change(GROUP, (there) => there && { ...there, findings: ['f1', 'f2'] });
    assert.deepEqual(await all(store.due(nowMs, LEASE_MS)), []);
  });
}
