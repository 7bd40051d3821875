// Files of starts → what is asked for and who asks, kept and judged as a scan would have; the rest merged, and judged once due.

import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CountLimits } from '../../src/correlate/index.ts';
import type { FindingPart } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  type Deferral,
  deliverFindings,
  keepConnections,
  keepStarts,
  NOTHING_TOLD,
  type OutboxReport,
  sumTold,
} from '../../src/pipeline/index.ts';
import type { PartialPut, SegmentFiles } from '../../src/ports/index.ts';
import {
  compactSegments,
  countDueSegments,
  type FooterCache,
  type Found,
  judgeDueSegments,
  type PromoteDeps,
  promoteSegments,
  type Sight,
} from '../../src/segments/index.ts';
import { withEvidence } from '../shared/held-evidence.ts';
import type { JudgeDeps } from './judge-due.ts';
import type { TenantJudges } from './tenant-judges.ts';

/** Files of starts, as settle has them. */
export interface SegmentsDeps {
  readonly files: SegmentFiles;
  /** Which partial matches are kept there. */
  readonly deferral: Pick<Deferral, 'isDeferring'>;
  /** Correlations whose partial matches wait there until there are enough. @default none: what is there is handed on */
  readonly counts?: CountLimits;
  readonly footers: FooterCache;
  /** A file cannot be read, and was put aside: what was in it is lost to the join. */
  broken(key: string, reason: string): void;
}

/** What came of the files. */
export interface PromotedReport extends Pick<OutboxReport, 'created' | 'told' | 'failures'> {
  /** Files of objects that were merged, and that are left. */
  readonly merged: number;
  readonly left: number;
  /** Since when the first of those that are left waits. */
  readonly leftSinceMs: number | undefined;
  /** Starts and partial matches that were asked for; connections that were past their grace when their start was. */
  readonly promoted: number;
  readonly late: number;
  readonly tooLarge: number;
  /** What is there. */
  readonly sight?: Sight;
}

/** What came of no files. */
export const NOTHING_PROMOTED: PromotedReport = {
  ...{ merged: 0, left: 0, leftSinceMs: undefined, promoted: 0, late: 0, tooLarge: 0 },
  ...{ created: 0, told: NOTHING_TOLD, failures: [] },
};

/** What a run takes of its minute for it: judging what is due comes behind. */
const MAX_MS = 25_000;

/** Where settle stands in for an object. */
const JUDGED_BY = 'settle';

/** Hands on what is asked for, and merges files, while there is time. */
export async function promoteStarts(
  segments: SegmentsDeps,
  judges: TenantJudges,
  deps: JudgeDeps,
): Promise<PromotedReport> {
  const startMs = judges.nowMs();
  const kept = { late: 0, tooLarge: 0 };
  const found: Pick<OutboxReport, 'created' | 'told' | 'failures'>[] = [];
  const promoting: PromoteDeps = {
    ...segments,
    broken: (key, reason) => segments.broken(key, reason),
    nowMs: () => judges.nowMs(),
    hasTime: () => deps.hasTime() && judges.nowMs() - startMs < MAX_MS,
    async promote({ starts, partials, asking }: Found) {
      // The others are of a tenant that this deployment was renamed from, or serves no more.
      const own = starts.filter(({ key }) => deps.tenants.has(key.tenant));
      const waiting = asking
        .map(({ connection }) => connection)
        .filter(({ tenant }) => deps.tenants.has(tenant));
      await keepConnections(waiting, judges);
      const { late, tooLarge } = await keepStarts(own, judges);
      kept.late += late;
      kept.tooLarge += tooLarge;
      const made = partials.map((put) => withEvidence(put, judges.evaluation));
      found.push(await keepPartials(made, deps));
    },
  };
  const { merged, promoted, left, leftSinceMs, sight } = await promoteSegments(promoting);
  await compactSegments(sight, promoting);
  return {
    ...{ merged, promoted, left, leftSinceMs, sight, ...kept },
    created: found.reduce((sum, { created }) => sum + created, 0),
    told: sumTold(found.map(({ told }) => told)),
    failures: found.flatMap(({ failures }) => failures),
  };
}

/** Files of connections that should have been judged by that time. */
export async function countUnanswered(
  sight: Sight | undefined,
  untilMs: number,
  segments: SegmentsDeps | undefined,
  nowMs: () => number,
): Promise<number> {
  if (sight === undefined || segments === undefined) return 0;
  const broken: SegmentsDeps['broken'] = (key, reason) => segments.broken(key, reason);
  return await countDueSegments(sight, untilMs, { ...segments, broken, nowMs });
}

/** Judges connections for which nothing was found; gives how many. */
export async function judgeUnanswered(
  sight: Sight,
  judgeMs: number,
  segments: SegmentsDeps,
  judges: { readonly early: TenantJudges; readonly late: TenantJudges },
  { tenants, hasTime }: JudgeDeps,
): Promise<number> {
  const { early, late } = judges;
  return await judgeDueSegments(sight, judgeMs, {
    ...segments,
    broken: (key, reason) => segments.broken(key, reason),
    nowMs: () => early.nowMs(),
    hasTime,
    again: async (connections) => void (await keepConnections(connections, late)),
    async judge(connections) {
      const own = connections.filter(({ tenant }) => tenants.has(tenant));
      const verdicts = own.map((one) => early.judge({ ...one, offered: one.keys.map(() => []) }));
      await early.deliverEarly(verdicts);
    },
  });
}

/** Windows that they complete are found. */
async function keepPartials(
  puts: readonly PartialPut[],
  { tenants, correlations, partialMatches: store, outbox, terms }: JudgeDeps,
): Promise<Pick<OutboxReport, 'created' | 'told' | 'failures'>> {
  const parts: FindingPart[] = [];
  for (const [tenant, own] of Map.groupBy(puts, ({ group }) => group.tenant)) {
    if (!tenants.has(tenant)) continue;
    const fold = new FindingFold(tenant);
    const reader = { eventId, packEvidence };
    const matches = new CorrelatedMatches({ tenant, correlations, store, fold, reader });
    matches.take(own);
    await matches.flush();
    parts.push(...fold.parts(JUDGED_BY));
  }
  return await deliverFindings(parts, outbox, terms);
}
