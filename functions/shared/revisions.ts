// Connections judged anew with what came late → findings confirmed or withdrawn that were found with less.

import { identifyMatch } from '../../src/finding/index.ts';
import type { CompiledRule, Revision, StoredFinding } from '../../src/model/index.ts';
import { type HeldConnection, judgeEvent, silentRules } from '../../src/pipeline/index.ts';
import type { JoinDeps, Verdict } from './join-deps.ts';

/** How many findings have another verdict now. */
export interface RevisedCounts {
  readonly confirmed: number;
  readonly withdrawn: number;
}

/** Matches of one finding. */
interface FoundMatches {
  readonly findingId: string;
  readonly matchIds: Set<string>;
}

/** A confirmation goes before any withdrawal, whichever came first: what stands for one match stands for the finding. */
const RANKS = { confirmed: '0 confirmed', withdrawn: '1 withdrawn' } as const;

const REASONS = {
  confirmed:
    'What other events say of the process came after the grace, and the rule matches with it too.',
  withdrawn:
    'What other events say of the process came after the grace, and with it the rule matches no more.',
} as const;

/**
 * Confirms findings whose evidence was judged early and that match still; withdraws those of which no match is left.
 * Must come before the matches are kept again: that replaces the early evidence.
 */
export async function reviseFindings(
  verdicts: readonly Verdict[],
  deps: JoinDeps,
): Promise<RevisedCounts> {
  const { standing, gone } = sortOut(verdicts, deps);
  const counts = { confirmed: 0, withdrawn: 0 };
  for (const found of standing.values()) {
    const stored = await read(found, deps);
    if (stored?.finding.awaited === undefined) continue;
    if (await revise(found, 'confirmed', deps)) counts.confirmed++;
  }
  for (const [id, found] of gone) {
    if (standing.has(id)) continue;
    const stored = await read(found, deps);
    if (stored === undefined || !isAllOf(stored, found)) continue;
    if (await revise(found, 'withdrawn', deps)) counts.withdrawn++;
  }
  return counts;
}

/** What matches with all that is known, and what could have matched with less and does not. */
function sortOut(
  verdicts: readonly Verdict[],
  { tenant, plan, evaluation, correlations }: JoinDeps,
) {
  const silent = silentRules(correlations);
  const standing = new Map<string, FoundMatches>();
  const gone = new Map<string, FoundMatches>();
  const note = (found: Map<string, FoundMatches>, rule: CompiledRule, held: HeldConnection) => {
    const { findingId, matchId } = identifyMatch({ rule, event: held.event }, tenant);
    const matches = found.get(findingId) ?? { findingId, matchIds: new Set() };
    found.set(findingId, matches);
    matches.matchIds.add(matchId);
  };
  for (const connection of verdicts.flatMap(({ connections }) => connections)) {
    const matching = judgeEvent(evaluation.routing, connection.event).filter(
      ({ suppressedBy }) => suppressedBy === undefined,
    );
    const isMatching = new Set(matching.map(({ rule }) => rule));
    for (const rule of plan.possible(connection.logged)) {
      if (silent.has(rule.id) || !connection.closed.has(rule.id)) continue;
      note(isMatching.has(rule) ? standing : gone, rule, connection);
    }
  }
  return { standing, gone };
}

async function read({ findingId }: FoundMatches, { tenant, outbox }: JoinDeps) {
  return await outbox.findings.read(tenant, findingId);
}

/** A finding stands while a match of it does that was not judged anew here. */
function isAllOf({ matches, totals }: StoredFinding, { matchIds }: FoundMatches): boolean {
  return totals.length === 0 && matches.every(({ matchId }) => matchIds.has(matchId));
}

/** Nobody is told of it: settle takes it out of the outbox. */
async function revise(
  { findingId, matchIds }: FoundMatches,
  verdict: Revision['verdict'],
  { tenant, outbox, terms }: JoinDeps,
): Promise<boolean> {
  const rank = `${RANKS[verdict]} ${[...matchIds].sort()[0] ?? ''}`;
  const revision = { verdict, rank, reason: REASONS[verdict] };
  return (await outbox.findings.revise(tenant, findingId, revision, terms())) === 'revised';
}
