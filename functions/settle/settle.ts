// What is due in the state → what people are told of findings that nobody came to publish, of alerts whose time has come and of
// digests; connections judged whose start did not come, and correlations that later events could have undone.

import type { StoredFinding } from '../../src/model/index.ts';
import {
  alertsOf,
  type SettleAlertsDeps,
  type SettledAlerts,
  type SettledReport,
  settleAlerts,
  settleConnections,
  settleOutbox,
  sumTold,
  type Told,
} from '../../src/pipeline/index.ts';
import {
  type AbandonedClaim,
  type DueIndex,
  type FindingStore,
  MAX_HOLD_MS,
  type ObjectLedger,
  type PublishOutcome,
} from '../../src/ports/index.ts';
import { changedFindings, changedProcesses } from '../../src/deliver/index.ts';
import { filedCounts } from '../shared/filed-counts.ts';
import type { JoinDeps } from '../shared/join-deps.ts';
import { type JoinedReport, sumJoined } from '../shared/stored-join.ts';
import { judgeDue, type JudgeDeps } from './judge-due.ts';
import { countOverdue, type Overdue } from './overdue.ts';
import {
  countUnanswered,
  judgeUnanswered,
  NOTHING_PROMOTED,
  type PromotedReport,
  promoteStarts,
  type SegmentsDeps,
} from './promote-starts.ts';
import { TenantJudges } from './tenant-judges.ts';

/** What settling is given. */
export interface SettleDeps extends JudgeDeps {
  readonly outbox: JudgeDeps['outbox'] & Pick<SettleAlertsDeps, 'renderDigest'>;
  /** What judging connections takes beside. */
  readonly join: Pick<
    JoinDeps,
    'plan' | 'evaluation' | 'processes' | 'clock' | 'keeping' | 'takes'
  >;
  /** Files of starts. @default starts are kept in the state table alone */
  readonly segments?: SegmentsDeps | undefined;
  readonly ledger: ObjectLedger;
  /** What waits, over all stores. */
  readonly index: DueIndex;
  /** Up to which time may be judged what later events could undo, asked now. */
  judgeUpTo(nowMs: number): Promise<number>;
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
  /** What came of files of starts. */
  readonly starts: Pick<PromotedReport, 'merged' | 'left' | 'promoted' | 'late' | 'tooLarge'> & {
    /** How long the first of those that are left waits, as far as judging can be held back to it; 0 where none is left. */
    readonly leftForMs: number;
  };
  /** Findings that judging brought to light. */
  readonly created: number;
  /** Alerts that were published because the scan of their findings had not. */
  readonly republished: number;
  /** What people were told of findings, of those too. */
  readonly told: Told;
  /** What time brought to alerts and digests. */
  readonly alerts: Omit<SettledAlerts, 'failures'>;
  /** Claims of objects whose scan met its end; a redelivery scans them. */
  readonly abandoned: readonly AbandonedClaim[];
  /** How far behind the clock judging was kept, since something may still be on its way. */
  readonly heldBackMs: number;
  /** What no run came to; absent where this run did not look. */
  readonly overdue?: Overdue;
  /** Not published; they are due again after the lease. */
  readonly failures: readonly PublishOutcome[];
}

/**
 * Settles what is due at `nowMs`. The outbox first: it holds what was found already, and waits for nothing. Then
 * what time brings, which is to come behind what findings told. Repeated, or run
 * twice at once, it changes nothing: each item is leased to one run. Throws what the state throws; what was done by then is
 * kept.
 */
export async function settle(nowMs: number, deps: SettleDeps): Promise<SettleReport> {
  const findings = withTime(deps.outbox.findings, deps);
  const sent = await settleOutbox(nowMs, { ...deps.outbox, findings }, deps.terms);
  const { failures: unsaid, ...alerts } = await settleAlerts(nowMs, alertDeps(deps));
  const abandoned = await endAbandoned(nowMs, deps);
  const { judgeMs, overdue, starts, connections, joined, judged } = await judgeAll(nowMs, deps);
  return {
    groups: judged.groups,
    connections,
    joined,
    starts: { ...starts, leftForMs: nowMs - heldBackFor(starts, nowMs, nowMs) },
    created: joined.created + starts.created + judged.created,
    republished: alertsOf(sent.told),
    told: sumTold([sent.told, joined.told, starts.told, judged.told]),
    alerts,
    revisions: sent.revisions,
    abandoned,
    heldBackMs: nowMs - judgeMs,
    ...(overdue === undefined ? {} : { overdue }),
    failures: [
      ...[...sent.failures, ...unsaid],
      ...[...joined.failures, ...starts.failures, ...judged.failures],
    ],
  };
}

/** Starts in files, then connections, then correlations: each may need what those before it bring. */
async function judgeAll(nowMs: number, deps: SettleDeps) {
  const { segments, terms, hasTime, index, join } = deps;
  const upToMs = await deps.judgeUpTo(nowMs);
  const judges = createJudges(deps);
  // What is asked for before what is due is judged without it.
  const starts =
    segments === undefined ? NOTHING_PROMOTED : await promoteStarts(segments, judges, deps);
  const judgeMs = heldBackFor(starts, upToMs, nowMs);
  // Before judging, which may have no time left, or be what fails.
  const overdue = await countOverdue({ nowMs, judgeMs }, index, (untilMs) =>
    countUnanswered(starts.sight, untilMs, segments, () => judges.nowMs()),
  );
  const settled = await settleConnections(judgeMs, terms.leaseMs, judges, hasTime);
  const unanswered = createJudges({ ...deps, join: { ...join, takes: needsNoStart(deps) } });
  const early =
    segments === undefined || starts.sight === undefined
      ? 0
      : await judgeUnanswered(
          starts.sight,
          judgeMs,
          segments,
          { early: unanswered, late: judges },
          deps,
        );
  const connections = { ...settled, early: settled.early + early };
  const joined = sumJoined([judges.report, unanswered.report]);
  return { judgeMs, overdue, starts, connections, joined, judged: await judgeDue(judgeMs, deps) };
}

function alertDeps({ outbox, tenants, terms, hasTime }: SettleDeps): SettleAlertsDeps {
  return { ...outbox, tenants, leaseMs: terms.leaseMs, hasTime };
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

/** Starts in files that no run came to may be what a connection waits for: they hold back as what is not scanned does. */
function heldBackFor({ leftSinceMs }: PromotedReport, upToMs: number, nowMs: number): number {
  if (leftSinceMs === undefined) return upToMs;
  return Math.min(upToMs, Math.max(leftSinceMs, nowMs - MAX_HOLD_MS));
}

/** What starts of a group alone could complete is not kept of a connection for which none was found: who finds one asks again. */
function needsNoStart({ segments }: SettleDeps): NonNullable<JoinDeps['takes']> {
  return ({ id }) => segments?.deferral.isDeferring(id) !== true;
}

/** Connections are judged before correlations: what they have for these is judged with the rest. */
function createJudges({ join, terms, ...deps }: SettleDeps): TenantJudges {
  const { tenants, segments } = deps;
  const counts = segments?.counts;
  const partialMatches =
    segments === undefined || counts === undefined
      ? deps.partialMatches
      : filedCounts(deps.partialMatches, { files: segments.files, counts });
  const processes = changedProcesses(join.processes, {
    async *settleDue(nowMs, leaseMs) {
      for await (const connection of join.processes.settleDue(nowMs, leaseMs)) {
        // The others are of a tenant that this deployment was renamed from, or serves no more.
        if (tenants.has(connection.tenant)) yield connection;
      }
    },
  });
  return new TenantJudges({ ...deps, ...join, partialMatches, processes, terms: () => terms });
}

/** The store, whose outbox gives nothing more once the time is over. */
function withTime(store: FindingStore, { hasTime }: Pick<SettleDeps, 'hasTime'>): FindingStore {
  return changedFindings(store, {
    async *unsent(nowMs, terms): AsyncGenerator<StoredFinding> {
      if (!hasTime()) return;
      for await (const stored of store.unsent(nowMs, terms)) {
        yield stored;
        if (!hasTime()) return;
      }
    },
  });
}
