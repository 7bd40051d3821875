// Starts and connections of different objects: judged by whichever comes second, by settle, or late.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import {
  type Judged,
  keepConnections,
  keepStarts,
  settleConnections,
  type StoredJoinDeps,
} from '../../src/pipeline/index.ts';
import type { OpenConnection, ProcessStore } from '../../src/ports/index.ts';
import { aConnection, aKey, anOffer } from '../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../support/set-clock.ts';

const LEASE_MS = 5 * MINUTE_MS;
const STARTS = [{ key: aKey(), offers: [anOffer()] }];

interface Said extends Judged {
  readonly ref: string;
}

function open(replace: Partial<ProcessStore> = {}) {
  const clock = createSetClock();
  const { processes } = createMemoryState(clock);
  const done: string[] = [];
  const noting = (what: string) => async (said: readonly Said[]) => {
    const refs = said.map(({ ref, isFinal }) => `${ref}${isFinal ? '' : '?'}`);
    done.push(`${what} ${refs.join()}`);
  };
  const deps: StoredJoinDeps<Said> = {
    processes: {
      putStarts: (starts) => processes.putStarts(starts),
      awaitStart: (connection) => processes.awaitStart(connection),
      settleDue: (nowMs, leaseMs) => processes.settleDue(nowMs, leaseMs),
      conclude: (connection) => processes.conclude(connection),
      judgedEarly: (connection) => processes.judgedEarly(connection),
      ...replace,
    },
    nowMs: () => clock.nowMs(),
    judge: ({ ref, offered }) => {
      const isFinal = offered.every((offers) => offers.length > 0);
      const isCertainInPart = offered.some((offers) => offers.length > 0);
      return { ref, isFinal, isCertainInPart };
    },
    deliver: noting('deliver'),
    deliverEarly: noting('deliver early'),
    review: noting('review'),
  };
  /** A connection that is due in 15 minutes. */
  const soon = (parts: Partial<OpenConnection> = {}) =>
    aConnection({ dueMs: clock.nowMs() + 15 * MINUTE_MS, ...parts });
  return { clock, deps, done, soon };
}

const WAITS = { waits: 1, judged: 0, full: 0, tooLarge: 0 };
const JUDGED = { waits: 0, judged: 1, full: 0, tooLarge: 0 };

it('judges a connection at once whose start was there', async () => {
  const { deps, done, soon } = open();
  await keepStarts(STARTS, deps);
  assert.deepEqual(await keepConnections([soon()], deps), JUDGED);
  assert.deepEqual(done, ['deliver e1_a']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

it('has the start judge the connection that was there', async () => {
  const { deps, done, soon } = open();
  assert.deepEqual(await keepConnections([soon()], deps), WAITS);
  assert.deepEqual(done, []);
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 1, late: 0, tooLarge: 0 });
  assert.deepEqual(done, ['deliver e1_a']);
});

it('judges many connections together, and delivers what they found in one go', async () => {
  const { deps, done, soon } = open();
  await keepStarts(STARTS, deps);
  const many = Array.from({ length: 40 }, (_, index) => soon({ ref: `e${index}` }));
  assert.deepEqual(await keepConnections(many, deps), { ...JUDGED, judged: 40 });
  assert.deepEqual(done, [`deliver ${many.map(({ ref }) => ref).join()}`]);
});

it('judges once what waits under two of the keys that one scan brings', async () => {
  const { deps, done, soon } = open();
  const keys = [aKey(), aKey({ key: 'sha1' })];
  await keepConnections([soon({ keys })], deps);
  await keepStarts(
    keys.map((key) => ({ key, offers: [anOffer()] })),
    deps,
  );
  assert.deepEqual(done, ['deliver e1_a']);
});

it('unites what several replies say of one connection, none of which need say it all', async () => {
  const keys = [aKey(), aKey({ key: 'sha1' })];
  const half = { ...aConnection({ keys, dueMs: Infinity }), isJudged: false };
  const putStarts: ProcessStore['putStarts'] = async () => [
    { kind: 'kept', waiting: [{ ...half, offered: [[anOffer()], []] }] },
    { kind: 'kept', waiting: [{ ...half, offered: [[], [anOffer()]] }] },
  ];
  const { deps, done } = open({ putStarts });
  await keepStarts(STARTS, deps);
  assert.deepEqual(done, ['deliver e1_a']);
});

it('lets a connection wait on while something is missing, and delivers what is certain', async () => {
  const { deps, done, soon } = open();
  const keys = [aKey(), aKey({ key: 'sha1' })];
  assert.deepEqual(await keepConnections([soon({ keys })], deps), WAITS);
  assert.deepEqual(done, []);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
  assert.deepEqual(done, ['deliver e1_a?']);
  assert.deepEqual(await keepConnections([soon({ ref: 'e2', keys })], deps), WAITS);
  assert.deepEqual(done, ['deliver e1_a?', 'deliver e2?']);
});

it('reviews what is certain of a connection past its grace, and leaves it for what may still come', async () => {
  const { clock, deps, done, soon } = open();
  const keys = [aKey(), aKey({ key: 'sha1' })];
  await keepConnections([soon({ keys })], deps);
  clock.advance(15 * MINUTE_MS);
  await settleConnections(clock.nowMs(), LEASE_MS, deps);
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 0, late: 1, tooLarge: 0 });
  const rest = [{ key: aKey({ key: 'sha1' }), offers: [anOffer()] }];
  assert.deepEqual(await keepStarts(rest, deps), { judged: 1, late: 1, tooLarge: 0 });
  assert.deepEqual(done, ['deliver early e1_a?', 'review e1_a?', 'review e1_a']);
});

it('judges after the grace with what there is, and takes what comes then for late', async () => {
  const { clock, deps, done, soon } = open();
  await keepConnections([soon()], deps);
  clock.advance(15 * MINUTE_MS - 1);
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps), { final: 0, early: 0 });
  clock.advance(1);
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps), { final: 0, early: 1 });
  clock.advance(LEASE_MS);
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps), { final: 0, early: 0 });
  assert.deepEqual(done, ['deliver early e1_a?']);
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 1, late: 1, tooLarge: 0 });
  assert.deepEqual(done, ['deliver early e1_a?', 'review e1_a']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

it('reviews what settle may have judged, where its run died before it could say so', async () => {
  const { clock, deps, done, soon } = open({
    judgedEarly: () => Promise.reject(new Error('dead')),
  });
  await keepConnections([soon()], deps);
  clock.advance(15 * MINUTE_MS);
  await assert.rejects(settleConnections(clock.nowMs(), LEASE_MS, deps), /dead/);
  await keepStarts(STARTS, deps);
  assert.deepEqual(done, ['deliver early e1_a?', 'review e1_a']);
});

it('forgets after the grace what was complete, though its start could not judge it', async () => {
  const { clock, deps, done } = open();
  await keepConnections([aConnection({ dueMs: clock.nowMs() })], deps);
  await deps.processes.putStarts(STARTS);
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps), { final: 1, early: 0 });
  assert.deepEqual(done, ['review e1_a']);
  assert.equal((await keepStarts(STARTS, deps)).judged, 0);
});

it('judges no more of what is due once the time is over', async () => {
  const { clock, deps } = open();
  const due = (ref: string) => aConnection({ ref, dueMs: clock.nowMs() });
  await keepConnections(['a', 'b', 'c'].map(due), deps);
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps, () => false), {
    final: 0,
    early: 0,
  });
  let asked = 0;
  const once = () => asked++ < 1;
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps, once), {
    final: 0,
    early: 1,
  });
  assert.deepEqual(await settleConnections(clock.nowMs(), LEASE_MS, deps), { final: 0, early: 2 });
});

for (const [kind, what, then] of [
  ['full', 'leaves to settle a connection that no start will name', []],
  ['tooLarge', 'judges at once a connection that cannot be kept', ['deliver early e1_a?']],
] as const) {
  it(`${what}, and counts it`, async () => {
    const awaitStart = async () => ({ kind, isLate: false, offered: [[]] });
    const { deps, done, soon } = open({ awaitStart });
    const report = await keepConnections([soon()], deps);
    assert.deepEqual(report, { waits: 0, judged: 0, full: 0, tooLarge: 0, [kind]: 1 });
    assert.deepEqual(done, then);
  });

  it(`does not count it as ${kind} where nothing was missing`, async () => {
    const awaitStart = async () => ({ kind, isLate: false, offered: [[anOffer()]] });
    const { deps, soon } = open({ awaitStart });
    assert.deepEqual(await keepConnections([soon()], deps), JUDGED);
  });
}

it('counts starts that cannot be kept', async () => {
  const { deps } = open({ putStarts: async () => [{ kind: 'tooLarge' }] });
  assert.deepEqual(await keepStarts(STARTS, deps), { judged: 0, late: 0, tooLarge: 1 });
});
