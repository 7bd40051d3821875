// Alerts, budgets, digests and deliveries in the table: lost answers, half-done writes, and the items they are.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StoredAlert } from '../../../../src/model/index.ts';
import { anAlertGroup, aDigest, aDigestMember, aStoredAlert } from '../../../alert/stored.ts';
import { all } from '../../../state/builders.ts';
import { DAY_MS, HOUR_MS } from '../../../support/set-clock.ts';
import { itemUnder, openTable } from './dynamo.ts';
import { watchCalls } from './faults.ts';

const GROUP = anAlertGroup();
const HOUR = { tenant: 'acme', rule: 'fan-out', hourMs: Date.UTC(2026, 10, 20, 12), most: 1 };
const POST = { tenant: 'acme', alert: 'a1_1', revision: 0, destination: 'slack' };
const TERMS = { owner: 'notify-1', leaseMs: 60_000 };

const losing = (of: string) => (operation: string, number: number) =>
  operation === of && number === 0 ? ({ kind: 'lose' } as const) : undefined;

describe('a lost answer', () => {
  it('to a change of an alert makes the change twice of what it came to, not of what was', async () => {
    const { state, client } = await openTable();
    watchCalls(client, losing('PutItem'));
    const join = (there: StoredAlert | undefined) =>
      there?.findings.includes('f1') ? undefined : aStoredAlert();
    assert.deepEqual(await state.alerts.change(GROUP, join), aStoredAlert());
  });

  it('to a budget that was spent is granted again', async () => {
    const { state, client } = await openTable();
    watchCalls(client, losing('UpdateItem'));
    assert.equal(await state.budgets.spend(HOUR, 'a'), 'granted');
    assert.equal(await state.budgets.spend(HOUR, 'b'), 'over');
  });

  it('to a claim of a delivery is claimed', async () => {
    const { state, client } = await openTable();
    watchCalls(client, losing('PutItem'));
    assert.deepEqual(await state.deliveries.claim(POST, TERMS), { kind: 'claimed', isFirst: true });
  });

  it('to what becomes of a delivery changes nothing of it', async () => {
    const { state, client } = await openTable();
    const raised = { ...POST, revision: 1 };
    await state.deliveries.claim(POST, TERMS);
    watchCalls(client, (operation, number) =>
      operation === 'UpdateItem' && [0, 3, 6].includes(number) ? { kind: 'lose' } : undefined,
    );
    await state.deliveries.posted(POST);
    assert.deepEqual(await state.deliveries.claim(raised, TERMS), {
      kind: 'claimed',
      isFirst: false,
    });
    await state.deliveries.release(raised, TERMS.owner);
    assert.deepEqual(await state.deliveries.claim(POST, TERMS), { kind: 'posted' });
    assert.deepEqual(await state.deliveries.claim(raised, TERMS), {
      kind: 'claimed',
      isFirst: false,
    });
  });
});

describe('a member of a digest whose writer met its end before the head knew', () => {
  it('makes the digest due when it is put again', async () => {
    const { state, client } = await openTable();
    let isDown = true;
    watchCalls(client, (operation) =>
      operation === 'UpdateItem' && isDown
        ? { kind: 'refuse', code: 'AccessDeniedException' }
        : undefined,
    );
    const dueMs = HOUR.hourMs + HOUR_MS;
    await assert.rejects(state.digests.put(aDigest(), aDigestMember('f1'), { dueMs }));
    isDown = false;
    assert.deepEqual(await all(state.digests.due(dueMs, 1)), []);
    assert.equal(await state.digests.put(aDigest(), aDigestMember('f1'), { dueMs }), 'known');
    const [due] = await all(state.digests.due(dueMs, 1));
    assert.ok(due);
    await state.digests.sent(due, 1);
    isDown = true;
    await assert.rejects(state.digests.put(aDigest(), aDigestMember('f2'), { dueMs }));
    isDown = false;
    assert.equal(await state.digests.put(aDigest(), aDigestMember('f2'), { dueMs }), 'known');
    assert.equal((await all(state.digests.due(dueMs, 1)))[0]?.revision, 1);
  });
});

describe('items', () => {
  it('stand under the keys of the design, and end when they should', async () => {
    const table = await openTable();
    const { state, clock } = table;
    await state.alerts.change(GROUP, () => aStoredAlert({ dueMs: 5 }));
    await state.budgets.spend(HOUR, 'f1');
    await state.digests.put(aDigest(), aDigestMember('f1'), { dueMs: 5 });
    await state.digests.put(aDigest({ kind: 'day', rule: '-' }), aDigestMember('f1'), { dueMs: 5 });
    await state.deliveries.claim(POST, TERMS);
    const days: [string, string, number][] = [
      ['A#acme#elastic-defend#agent-17#entity-1', '-', 7],
      ['B#acme#fan-out#2026-11-20T12', '-', 7],
      ['D#acme#fan-out#2026-11-20T12', 'H', 7],
      ['D#acme#fan-out#2026-11-20T12', 'M#f1', 7],
      ['D#acme#-#2026-11-20', 'H', 7],
      ['N#acme#a1_1', 'D#slack', 30],
    ];
    for (const [pk, sk, kept] of days) {
      const { ttl } = await itemUnder(table, pk, sk);
      assert.equal(Number(ttl?.N), (clock.nowMs() + kept * DAY_MS) / 1_000, `${pk} ${sk}`);
    }
  });
});
