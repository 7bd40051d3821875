// What is due in the state → connections judged whose start did not come, correlations judged that later events could
// have undone, and findings published that nobody came to publish.

import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation, StoredFinding } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  deliverFindings,
  type OutboxDeps,
  type SettledReport,
  settleConnections,
  settleOutbox,
} from '../../src/pipeline/index.ts';
import type {
  AbandonedClaim,
  DueGroup,
  FindingStore,
  ObjectLedger,
  PartialMatchStore,
  ProcessStore,
  PublishOutcome,
  SendTerms,
} from '../../src/ports/index.ts';
import type { JoinDeps } from '../shared/join-deps.ts';
import { type JoinedReport, JoinJudge } from '../shared/stored-join.ts';

/** What settling is given. */
export interface SettleDeps {
  readonly tenant: string;
  readonly correlations: readonly CompiledCorrelation[];
  readonly partialMatches: PartialMatchStore;
  readonly outbox: OutboxDeps;
  /** What judging connections takes beside. */
  readonly join: Pick<JoinDeps, 'plan' | 'evaluation' | 'processes' | 'clock' | 'keeping'>;
  readonly ledger: ObjectLedger;
  /** Up to which time may be judged what later events could undo, asked now. */
  judgeUpTo(nowMs: number): Promise<number>;
  /** Of this run and no other. */
  readonly terms: SendTerms;
  /** True while there is time to begin something: what is left is due again the next minute. */
  hasTime(): boolean;
}

/** What came of a run. */
export interface SettleReport {
  /** Groups of correlations that were judged. */
  readonly groups: number;
  /** Connections that were judged past their grace, each item that holds some counted once. */
  readonly connections: SettledReport;
  readonly joined: Pick<JoinedReport, 'confirmed' | 'withdrawn' | 'unreadable' | 'counts'>;
  /** Revisions that nobody is told of. */
  readonly revisions: number;
  /** Findings that judging brought to light, and published. */
  readonly created: number;
  /** Findings that were published because their scan had not. */
  readonly republished: number;
  /** Claims of objects whose scan met its end; a redelivery scans them. */
  readonly abandoned: readonly AbandonedClaim[];
  /** How far behind the clock judging was kept, since something may still be on its way. */
  readonly heldBackMs: number;
  /** Not published; they are due again after the lease. */
  readonly failures: readonly PublishOutcome[];
}

/** Where settle stands in for an object: it has no matches of its own, only those that scans kept. */
const JUDGED_BY = 'settle';

/**
 * Settles what is due at `nowMs`. The outbox first: it holds what was found already, and waits for nothing. Repeated, or run
 * twice at once, it changes nothing: each item is leased to one run. Throws what the state throws; what was done by then is
 * kept.
 */
export async function settle(nowMs: number, deps: SettleDeps): Promise<SettleReport> {
  const findings = withTime(deps.outbox.findings, deps);
  const sent = await settleOutbox(nowMs, { ...deps.outbox, findings }, deps.terms);
  const abandoned = await endAbandoned(nowMs, deps);
  const judgeMs = await deps.judgeUpTo(nowMs);
  const { connections, joined } = await judgeConnections(judgeMs, deps);
  const judged = await judgeDue(judgeMs, deps);
  return {
    groups: judged.groups,
    connections,
    joined,
    created: joined.created + judged.created,
    republished: sent.published,
    revisions: sent.revisions,
    abandoned,
    heldBackMs: nowMs - judgeMs,
    failures: [...sent.failures, ...joined.failures, ...judged.failures],
  };
}

async function endAbandoned(
  nowMs: number,
  { ledger, hasTime }: SettleDeps,
): Promise<readonly AbandonedClaim[]> {
  const ended: AbandonedClaim[] = [];
  if (!hasTime()) return ended;
  for await (const claim of ledger.abandoned(nowMs)) {
    ended.push(claim);
    if (!hasTime()) break;
  }
  return ended;
}

/** Before correlations: what connections have for these is judged with the rest. */
async function judgeConnections(judgeMs: number, { join, hasTime, terms, ...deps }: SettleDeps) {
  const { tenant } = deps;
  const processes: ProcessStore = {
    putStarts: (starts) => join.processes.putStarts(starts),
    awaitStart: (connection) => join.processes.awaitStart(connection),
    conclude: (connection) => join.processes.conclude(connection),
    judgedEarly: (connection) => join.processes.judgedEarly(connection),
    async *settleDue(nowMs, leaseMs) {
      for await (const connection of join.processes.settleDue(nowMs, leaseMs)) {
        // Of a tenant that this deployment was renamed from.
        if (connection.tenant === tenant) yield connection;
      }
    },
  };
  const judge = new JoinJudge({ ...deps, ...join, processes, terms: () => terms });
  const connections = await settleConnections(judgeMs, terms.leaseMs, judge, hasTime);
  return { connections, joined: judge.report };
}

async function judgeDue(nowMs: number, deps: SettleDeps) {
  const { tenant, correlations, partialMatches } = deps;
  const groups: DueGroup[] = [];
  const store: PartialMatchStore = {
    put: (puts) => partialMatches.put(puts),
    makeRoom: () => partialMatches.makeRoom(),
    range: (group, spans) => partialMatches.range(group, spans),
    judged: (due) => partialMatches.judged(due),
    async *due(at) {
      if (!deps.hasTime()) return;
      for await (const group of partialMatches.due(at)) {
        // Of a tenant that this deployment was renamed from: its findings would bear the wrong name.
        if (group.group.tenant !== tenant) continue;
        groups.push(group);
        yield group;
        if (!deps.hasTime()) return;
      }
    },
  };
  const fold = new FindingFold(tenant);
  const reader = { eventId, packEvidence };
  await new CorrelatedMatches({ tenant, correlations, store, fold, reader }).settle(nowMs);
  const report = await deliverFindings(fold.parts(JUDGED_BY), deps.outbox, deps.terms);
  // Only now: what was found is kept, so nobody needs to judge these again.
  for (const group of groups) await partialMatches.judged(group);
  return { groups: groups.length, created: report.created, failures: report.failures };
}

/** The store, whose outbox gives nothing more once the time is over. */
function withTime(store: FindingStore, { hasTime }: Pick<SettleDeps, 'hasTime'>): FindingStore {
  return {
    record: (part, terms) => store.record(part, terms),
    sent: (tenant, id, revision) => store.sent(tenant, id, revision),
    revise: (tenant, id, revision, terms) => store.revise(tenant, id, revision, terms),
    read: (tenant, id) => store.read(tenant, id),
    async *unsent(nowMs, terms): AsyncGenerator<StoredFinding> {
      if (!hasTime()) return;
      for await (const stored of store.unsent(nowMs, terms)) {
        yield stored;
        if (!hasTime()) return;
      }
    },
  };
}
