// Two scans over one set of stores: what they do, step by step, and what must be true in the end.

import assert from 'node:assert/strict';
import { Correlator } from '../../src/correlate/index.ts';
import type { Alert, CorrelationMatch, FindingPart, Message } from '../../src/model/index.ts';
import {
  deliverFindings,
  type Judged,
  keepConnections,
  keepStarts,
  type OutboxDeps,
  settleConnections,
  settleOutbox,
  type StoredJoinDeps,
} from '../../src/pipeline/index.ts';
import type {
  AlertSink,
  Clock,
  JoinKey,
  PartialMatchStore,
  ProcessStore,
  SendTerms,
  WaitingConnection,
} from '../../src/ports/index.ts';
import { aCorrelation } from '../correlate/builders.ts';
import { type AlertStores, anOutbox } from '../support/outbox.ts';
import { HOUR_MS, MINUTE_MS, type SetClock } from '../support/set-clock.ts';
import { aConnection, aFindingPart, aKey, aNote, anOffer } from './builders.ts';
import type { Gate, Task } from './interleavings.ts';

/** What scans share. */
export interface Stores extends AlertStores {
  readonly processes: ProcessStore;
  readonly partialMatches: PartialMatchStore;
}

/** Stores of a world, and the same with every step of a task through its gate. */
export interface World {
  readonly clock: SetClock;
  readonly stores: Stores;
  gated(gate: Gate): Stores;
  /** How many connections and findings wait for settle. */
  countDue(): Promise<number>;
  /** Alerts as published, by the finding they are of, and revision. */
  readonly published: string[];
}

const LEASE_MS = 5 * MINUTE_MS;

/** A scan of one object, given stores and a way to publish. */
export type Scan = (
  stores: Stores,
  publish: AlertSink,
  owner: string,
  clock: Clock,
) => Promise<void>;

/** The task of a scan in a world. */
export function taskOf(world: World, scan: Scan, owner: string): Task {
  return (gate) => {
    const sink = sinkOf(world);
    return scan(
      world.gated(gate),
      { publish: (messages) => gate.step(() => sink.publish(messages)) },
      owner,
      world.clock,
    );
  };
}

/** The scan once more, nobody between its steps. */
export async function redeliver(world: World, scan: Scan, owner: string): Promise<void> {
  await scan(world.stores, sinkOf(world), owner, world.clock);
}

/** Settle, long after everything else. */
export async function settle(world: World): Promise<void> {
  world.clock.advance(HOUR_MS);
  const nowMs = world.clock.nowMs();
  const terms = { owner: `settle-${nowMs}`, leaseMs: LEASE_MS };
  await settleConnections(nowMs, LEASE_MS, joinDeps(world, world.stores, sinkOf(world), terms));
  await settleOutbox(nowMs, outboxDeps(world, world.stores, sinkOf(world)), terms);
}

/** A sink that always publishes. */
export function sinkOf({ published }: World): AlertSink {
  return {
    publish: async (messages) => {
      published.push(...messages.map(({ body }) => body));
      return { outcomes: messages.map(({ id }) => ({ kind: 'published', id })) };
    },
  };
}

/** Names of the keys that a connection needs something under, before it is judged. */
const KEYS: readonly JoinKey[] = [aKey(), aKey({ key: 'sha1' })];

/** The scan of an object with the start of the process, or what else is known under the key of that number. */
export function startScan(key = 0): Scan {
  const starts = KEYS.slice(key, key + 1).map((one) => ({ key: one, offers: [anOffer()] }));
  return async (stores, sink, owner, clock) => {
    await keepStarts(starts, joinDeps({ clock }, stores, sink, { owner, leaseMs: LEASE_MS }));
  };
}

/** The scan of an object with a connection, which needs something under so many keys. */
export function connectionScan(keys = 1): Scan {
  const connection = aConnection({
    keys: KEYS.slice(0, keys),
    dueMs: Date.UTC(2026, 10, 20, 12, 15),
  });
  return async (stores, sink, owner, clock) => {
    const deps = joinDeps({ clock }, stores, sink, { owner, leaseMs: LEASE_MS });
    await keepConnections([connection], deps);
  };
}

/** The scan of an object with matches of a finding. */
export function findingScan(part: FindingPart): Scan {
  return async (stores, sink, owner, clock) => {
    const terms = { owner, leaseMs: LEASE_MS };
    await deliverFindings([part], outboxDeps({ clock }, stores, sink), terms);
  };
}

/** The scan of an object with one event of a correlation that wants two. */
export function correlationScan(eventId: string, timeMs: number): Scan {
  const correlations = [aCorrelation({ thresholds: [{ op: 'gte', value: 2 }] })];
  const reader = { field: () => 'al', leaves: () => ['al'] };
  return async (stores, sink, owner, clock) => {
    const store = stores.partialMatches;
    const windows: CorrelationMatch[] = [];
    const onMatch = (window: CorrelationMatch) => void windows.push(window);
    const correlator = new Correlator({ tenant: 'acme', correlations, store, onMatch });
    correlator.feed('a', { reader, eventId, timeMs, source: 's', evidence: () => '{}' });
    await correlator.flush();
    const parts = windows.map((window) =>
      aFindingPart({ matches: window.parts.map((part) => aNote(part.eventId)) }),
    );
    const terms = { owner, leaseMs: LEASE_MS };
    await deliverFindings(parts, outboxDeps({ clock }, stores, sink), terms);
  };
}

/** What must be true when all is done: one finding, sent, published under one id, so often. */
export async function assertOneFinding(world: World, matchIds: readonly string[], times: number) {
  const { finding } = aFindingPart();
  const stored = await world.stores.findings.read(finding.tenant, finding.id);
  assert.equal(stored?.isSent, true, 'not sent');
  assert.deepEqual(
    stored.matches.map(({ matchId }) => matchId),
    matchIds,
  );
  assert.deepEqual(
    world.published,
    Array.from({ length: times }, () => `${finding.id} 0`),
  );
}

function joinDeps(
  { clock }: { readonly clock: Clock },
  stores: Stores,
  sink: AlertSink,
  terms: SendTerms,
): StoredJoinDeps<Said> {
  const deliver = async (said: readonly Said[]) => {
    const parts = said.flatMap((one) => one.parts);
    await deliverFindings(parts, outboxDeps({ clock }, stores, sink), terms);
  };
  return {
    processes: stores.processes,
    nowMs: () => clock.nowMs(),
    judge,
    deliver,
    deliverEarly: deliver,
    review: deliver,
  };
}

/** What is said of a connection here. */
interface Said extends Judged {
  readonly parts: readonly FindingPart[];
}

/** Final once something is offered under every key: then it is a finding. */
function judge({ offered }: Pick<WaitingConnection, 'offered'>): Said {
  const isFinal = offered.every((offers) => offers.length > 0);
  return {
    isFinal,
    isCertainInPart: isFinal,
    parts: isFinal ? [aFindingPart({ matches: [aNote('m1')] })] : [],
  };
}

function outboxDeps(
  { clock }: { readonly clock: Clock },
  stores: Stores,
  sink: AlertSink,
): OutboxDeps {
  const renderAlert = ({ id, revision, lead }: Alert): Message => ({
    id,
    body: `${lead.id} ${revision}`,
    attributes: {},
  });
  return anOutbox(stores, clock, { sink, renderAlert });
}
