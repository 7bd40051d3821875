// Groups of correlations that are due → judged, and what was found kept and published: round by round, so that a run that is
// killed, or met by more than it has time for, has ended all rounds before.

import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { CompiledCorrelation, FindingPart } from '../../src/model/index.ts';
import {
  atOnce,
  CorrelatedMatches,
  deliverFindings,
  type OutboxDeps,
  sumTold,
  type Told,
} from '../../src/pipeline/index.ts';
import type {
  DueGroup,
  PartialMatchStore,
  PublishOutcome,
  SendTerms,
} from '../../src/ports/index.ts';
import { changedPartialMatches } from '../../src/deliver/index.ts';

/** What judging is given. */
export interface JudgeDeps {
  /** Those that this deployment judges for. */
  readonly tenants: ReadonlySet<string>;
  readonly correlations: readonly CompiledCorrelation[];
  readonly partialMatches: PartialMatchStore;
  readonly outbox: OutboxDeps;
  readonly terms: SendTerms;
  /** True while there is time for another round. */
  hasTime(): boolean;
}

/** What came of it. */
export interface Judged {
  readonly groups: number;
  readonly created: number;
  readonly told: Told;
  readonly failures: readonly PublishOutcome[];
}

/** Groups of a round: some seconds, most of which is keeping and publishing what they show. */
const ROUND = 100;

/** Groups ended at a time. */
const ENDED_AT_ONCE = 8;

/** Where settle stands in for an object: it has no matches of its own, only those that scans kept. */
const JUDGED_BY = 'settle';

/** Judges what is due at `nowMs`, while there is time. What was named and not reached is named again after a while. */
export async function judgeDue(nowMs: number, deps: JudgeDeps): Promise<Judged> {
  const rounds: Judged[] = [];
  // What one gathering has made due, by correlations of correlations, the next names.
  while (deps.hasTime()) {
    const gathered = await judgeGathered(nowMs, deps);
    rounds.push(...gathered);
    if (gathered.length === 0) break;
  }
  return {
    groups: rounds.reduce((sum, { groups }) => sum + groups, 0),
    created: rounds.reduce((sum, { created }) => sum + created, 0),
    told: sumTold(rounds.map(({ told }) => told)),
    failures: rounds.flatMap(({ failures }) => failures),
  };
}

async function judgeGathered(nowMs: number, deps: JudgeDeps): Promise<readonly Judged[]> {
  const groups = await gather(nowMs, deps);
  const rounds: Judged[] = [];
  for (let start = 0; start < groups.length; start += ROUND) {
    if (start > 0 && !deps.hasTime()) break;
    rounds.push(await judgeRound(nowMs, groups.slice(start, start + ROUND), deps));
  }
  return rounds;
}

/** What is due of all tenants, correlations before those that refer to them: these wait for what those find. */
async function gather(
  nowMs: number,
  { tenants, correlations, partialMatches }: JudgeDeps,
): Promise<readonly DueGroup[]> {
  const order = new Map(correlations.map(({ id }, index) => [id, index]));
  const placeOf = ({ group }: DueGroup) => order.get(group.correlation) ?? order.size;
  const groups: DueGroup[] = [];
  for await (const due of partialMatches.due(nowMs)) {
    // The others are of a tenant that this deployment was renamed from, or serves no more.
    if (tenants.has(due.group.tenant)) groups.push(due);
  }
  return groups.sort((a, b) => placeOf(a) - placeOf(b));
}

async function judgeRound(
  nowMs: number,
  groups: readonly DueGroup[],
  deps: JudgeDeps,
): Promise<Judged> {
  const { partialMatches, outbox, terms } = deps;
  const parts: FindingPart[] = [];
  for (const [tenant, own] of Map.groupBy(groups, ({ group }) => group.tenant)) {
    parts.push(...(await judgeTenant(nowMs, tenant, own, deps)));
  }
  const { created, told, failures } = await deliverFindings(parts, outbox, terms);
  // Only now: what was found is kept, so nobody needs to judge these again.
  await atOnce(groups, ENDED_AT_ONCE, (group) => partialMatches.judged(group));
  return { groups: groups.length, created, told, failures };
}

async function judgeTenant(
  nowMs: number,
  tenant: string,
  groups: readonly DueGroup[],
  { correlations, partialMatches }: JudgeDeps,
): Promise<readonly FindingPart[]> {
  const fold = new FindingFold(tenant);
  const reader = { eventId, packEvidence };
  const store = naming(groups, partialMatches);
  await new CorrelatedMatches({ tenant, correlations, store, fold, reader }).settle(nowMs);
  return fold.parts(JUDGED_BY);
}

/** The store, in which these groups are due, once. */
function naming(groups: readonly DueGroup[], store: PartialMatchStore): PartialMatchStore {
  const left = [...groups];
  return changedPartialMatches(store, {
    async *due() {
      yield* left.splice(0);
    },
  });
}
