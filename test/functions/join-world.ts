// Objects of records → what the scan function and settle make of them over stores in memory, and the one scan to hold it to.

import assert from 'node:assert/strict';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import { ObjectJoin, type ObjectJoinReport } from '../../functions/scan/object-join.ts';
import { type ObjectDeps, scanAndPublish } from '../../functions/scan/scan-and-publish.ts';
import { settle, type SettleReport } from '../../functions/settle/settle.ts';
import { type CountLimits, countLimits } from '../../src/correlate/index.ts';
import { changedFindings } from '../../src/deliver/index.ts';
import type { S3Object } from '../../src/adapters/aws/index.ts';
import { createMemorySegmentFiles, createMemoryState } from '../../src/adapters/local/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import type { JsonObject, StoredFinding } from '../../src/model/index.ts';
import {
  createDeferral,
  createJoinPlan,
  createRouting,
  type JoinPlan,
} from '../../src/pipeline/index.ts';
import type {
  AlertSink,
  DueIndex,
  FindingStore,
  ObjectLedger,
  PartialMatchStore,
  ProcessStore,
  SegmentFiles,
} from '../../src/ports/index.ts';
import { FooterCache } from '../../src/segments/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { type AlertStores, anOutbox, sinkInto } from '../support/outbox.ts';
import { createSetClock, MINUTE_MS, type SetClock } from '../support/set-clock.ts';

export const GRACE_MS = 15 * MINUTE_MS;

/** The stores as a scan is given them: a test may put something before them. */
export interface JoinStores extends Pick<AlertStores, 'alerts' | 'budgets' | 'digests'> {
  readonly processes: ProcessStore;
  readonly findings: FindingStore;
  readonly partialMatches: PartialMatchStore;
  readonly ledger: ObjectLedger;
  readonly index: DueIndex;
  /** Where starts are kept. Undefined = in the other stores. */
  readonly segments?: SegmentFiles | undefined;
}

/** Where starts are kept for connections of other objects. */
export const MODES = ['table', 'segments'] as const;
export type StartsMode = (typeof MODES)[number];

/** A deployment in memory. */
export interface JoinWorld {
  readonly plan: JoinPlan;
  readonly clock: SetClock;
  readonly stores: JoinStores;
  /** Ids and revisions of alerts as published. */
  readonly published: string[];
  /** Ids of findings that anybody wanted kept. */
  readonly found: Set<string>;
  /** What the scans had for other objects, in their order. */
  readonly reports: ObjectJoinReport[];
  readonly sink: AlertSink;
  /** Those that settle judges for. */
  readonly tenants: readonly string[];
  /** Items that wait for settle, whenever they are due. */
  countDue(): number;
}

const routing = createRouting(rules, new Set(), correlations);
const evaluation = { registry: createRegistry(), routing, window: {} };
const deferral = createDeferral(rules, correlations);
const counts = countLimits(correlations);
const SHIPPED = createJoinPlan(routing);
/** Whose objects are, where nothing else is said. */
const TENANT = 'acme';
let owners = 0;
const terms = () => ({ owner: `owner-${owners++}`, leaseMs: 5 * MINUTE_MS });

/** The plan of rules that do not tell what they ignore: it keeps every start whose fields are wanted. */
export function keepingEveryStart(): JoinPlan {
  const silent = rules.map(({ ignoring: _ignoring, ...rule }) => rule);
  return createJoinPlan(createRouting(silent, new Set(), correlations));
}

/** An empty one. */
export function openJoinWorld({
  plan = SHIPPED,
  tenants = [TENANT],
  mode = 'table',
}: Partial<Pick<JoinWorld, 'plan' | 'tenants'> & { readonly mode: StartsMode }> = {}): JoinWorld {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const published: string[] = [];
  const sink = sinkInto(published);
  const countDue = () =>
    [state.processes, state.findings].flatMap((one) => one.due(Number.MAX_SAFE_INTEGER)).length;
  const found = new Set<string>();
  const segments = mode === 'table' ? undefined : createMemorySegmentFiles(clock);
  const stores = { ...state, segments };
  return { plan, clock, stores, published, found, reports: [], sink, tenants, countDue };
}

/** Scans an object as the function does; with other stores or another sink, where they are given. */
export async function scanRecords(
  world: JoinWorld,
  key: string,
  records: readonly JsonObject[],
  {
    stores = world.stores,
    sink = world.sink,
    tenant = TENANT,
  }: Partial<Pick<JoinWorld, 'stores' | 'sink'> & { readonly tenant: string }> = {},
): Promise<'done' | 'failed'> {
  const { outbox, ...shared } = { ...sharedDeps(world, stores, sink), tenant };
  const deps: ObjectDeps = {
    ...shared,
    outbox,
    decoder: DECODER,
    quarantine: { keep: () => Promise.resolve() },
    ledger: stores.ledger,
    queue: undefined,
    ruleset: 'r1',
    segments: stores.segments && { files: stores.segments, deferral, counts },
    join: (segment) =>
      new ObjectJoin(
        { ...shared, outbox, plan: world.plan, processes: stores.processes, clock: world.clock },
        GRACE_MS,
        segment,
      ),
    watch: {
      scanned: () => undefined,
      joined: (_object, report) => void world.reports.push(report),
      passed: () => undefined,
      stopped: () => undefined,
      evidenceLeftOut: () => undefined,
      continued: () => undefined,
      leaked: (object, leaks) => assert.fail(`${object}: ${leaks.join('; ')}`),
      unpublished: () => undefined,
      stateFailed: () => undefined,
    },
  };
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const ref = { bucket: 'logs', key, etag: key, size: text.length };
  return (await scanAndPublish(objectOf(key, text), ref, deps)).kind;
}

/** Settle, now. */
export async function settleNow(
  world: JoinWorld,
  hasTime: () => boolean = () => true,
  limits: CountLimits = counts,
): Promise<SettleReport> {
  const { stores, clock } = world;
  return await settle(clock.nowMs(), {
    ...sharedDeps(world, stores, world.sink),
    tenants: new Set(world.tenants),
    join: { plan: world.plan, evaluation, processes: stores.processes, clock },
    segments: stores.segments && {
      files: stores.segments,
      deferral,
      counts: limits,
      footers: new FooterCache(),
      broken: (key, reason) => assert.fail(`${key}: ${reason}`),
    },
    ledger: stores.ledger,
    index: stores.index,
    judgeUpTo: async (nowMs) => nowMs,
    terms: terms(),
    hasTime,
  });
}

/** What is stored of all findings, by id. */
export async function storedFindings(world: JoinWorld): Promise<readonly StoredFinding[]> {
  const ids = [...world.found].sort();
  const places = world.tenants.flatMap((tenant) => ids.map((id) => [tenant, id] as const));
  const stored = await Promise.all(places.map((place) => world.stores.findings.read(...place)));
  return stored.filter((one) => one !== undefined);
}

function sharedDeps({ clock, found }: JoinWorld, stores: JoinStores, sink: AlertSink) {
  const { partialMatches } = stores;
  const findings = changedFindings(stores.findings, {
    record: (part, attempt) => {
      found.add(part.finding.id);
      return stores.findings.record(part, attempt);
    },
  });
  return {
    evaluation,
    correlations,
    partialMatches,
    outbox: anOutbox({ ...stores, findings }, clock, { sink }),
    terms,
  };
}

function objectOf(key: string, text: string): S3Object {
  return {
    name: `s3://logs/${key}`,
    size: undefined,
    failure: undefined,
    content: { etag: key, size: text.length },
    async *open() {
      yield Buffer.from(text);
    },
  };
}
