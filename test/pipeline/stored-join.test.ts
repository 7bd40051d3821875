// Starts and connections of different objects: judged by whichever comes second, by settle, or late.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import {
  keepConnection,
  keepStarts,
  settleConnections,
  type StoredJoinDeps,
} from '../../src/pipeline/index.ts';
import type { ProcessStore } from '../../src/ports/index.ts';
import { aConnection, aFindingPart, aKey, anOffer } from '../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../support/set-clock.ts';

const LEASE_MS = 5 * MINUTE_MS;
const STARTS = [{ key: aKey(), offers: [anOffer()] }];

function open(replace: Partial<ProcessStore> = {}) {
  const clock = createSetClock();
  const { processes } = createMemoryState(clock);
  const done: string[] = [];
  const deps: StoredJoinDeps = {
    processes: {
      putStarts: (starts) => processes.putStarts(starts),
      awaitStart: (connection) => processes.awaitStart(connection),
      settleDue: (nowMs, leaseMs) => processes.settleDue(nowMs, leaseMs),
      conclude: (connection) => processes.conclude(connection),
      judgedEarly: (connection) => processes.judgedEarly(connection),
      ...replace,
    },
    judge: ({ ref, offered }) => {
      const isFinal = offered.every((offers) => offers.length > 0);
      return { isFinal, parts: isFinal ? [aFindingPart({}, { id: ref })] : [] };
    },
    async deliver(parts) {
      done.push(`deliver ${parts.map(({ finding }) => finding.id).join()}`.trim());
    },
    async revise({ ref }, { parts }) {
      done.push(`revise ${ref} ${parts.length}`);
    },
  };
  return { clock, deps, done };
}

it('judges a connection at once whose start was there', async () => {
  const { deps, done } = open();
  await keepStarts(STARTS, deps);
  assert.equal(await keepConnection(aConnection(), deps), 'judged');
  assert.deepEqual(done, ['deliver e1_a']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

it('has the start judge the connection that was there', async () => {
  const { deps, done } = open();
  assert.equal(await keepConnection(aConnection(), deps), 'waits');
  assert.deepEqual(done, []);
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 1, late: 0, tooLarge: 0 });
  assert.deepEqual(done, ['deliver e1_a']);
});

it('judges once what waits under two of the keys that one scan brings', async () => {
  const { deps, done } = open();
  const keys = [aKey(), aKey({ key: 'sha1' })];
  await keepConnection(aConnection({ keys }), deps);
  await keepStarts(
    keys.map((key) => ({ key, offers: [anOffer()] })),
    deps,
  );
  assert.deepEqual(done, ['deliver e1_a']);
});

it('lets a connection wait on while something is missing', async () => {
  const { deps, done } = open();
  const keys = [aKey(), aKey({ key: 'sha1' })];
  await keepConnection(aConnection({ keys }), deps);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
  assert.deepEqual(done, []);
});

it('judges after the grace with what there is, and takes what comes then for late', async () => {
  const { clock, deps, done } = open();
  const dueMs = clock.nowMs() + 15 * MINUTE_MS;
  await keepConnection(aConnection({ dueMs }), deps);
  assert.equal(await settleConnections(dueMs - 1, LEASE_MS, deps), 0);
  assert.equal(await settleConnections(dueMs, LEASE_MS, deps), 1);
  assert.equal(await settleConnections(dueMs + LEASE_MS, LEASE_MS, deps), 0);
  assert.deepEqual(done, ['deliver']);
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 1, late: 1, tooLarge: 0 });
  assert.deepEqual(done, ['deliver', 'revise e1_a 1']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

it('forgets after the grace what was complete, though its start could not judge it', async () => {
  const { clock, deps, done } = open();
  await keepConnection(aConnection({ dueMs: clock.nowMs() }), deps);
  await deps.processes.putStarts(STARTS);
  assert.equal(await settleConnections(clock.nowMs(), LEASE_MS, deps), 1);
  assert.deepEqual(done, ['deliver e1_a']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

for (const kind of ['full', 'tooLarge'] as const) {
  it(`judges at once, with what is offered, a connection that cannot be kept: ${kind}`, async () => {
    const awaitStart = async () => ({ kind, offered: [[anOffer()]] });
    const { deps, done } = open({ awaitStart });
    assert.equal(await keepConnection(aConnection(), deps), kind);
    assert.deepEqual(done, ['deliver e1_a']);
  });
}

it('counts starts that cannot be kept', async () => {
  const { deps } = open({ putStarts: async () => [{ kind: 'tooLarge' }] });
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 0, late: 0, tooLarge: 1 });
});
