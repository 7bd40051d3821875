// Events × a correlation → its findings, in one order of arrival.

import { createMemoryPartialMatches } from '../../adapters/local/index.ts';
import { eventId, FindingFold, packEvidence } from '../../finding/index.ts';
import type {
  CompiledCorrelation,
  CompiledRule,
  Finding,
  LogEvent,
  Match,
} from '../../model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  type Judgement,
  judgeEvent,
} from '../../pipeline/index.ts';

/** A correlation with all that it refers to, and what those refer to. */
export interface CorrelationUnderTest {
  readonly correlation: CompiledCorrelation;
  readonly correlations: readonly CompiledCorrelation[];
  readonly rules: readonly CompiledRule[];
}

/** Picks what the correlation needs of all there are. `correlations`: each behind those that it refers to. */
export function underTest(
  correlation: CompiledCorrelation,
  correlations: readonly CompiledCorrelation[],
  rules: readonly CompiledRule[],
): CorrelationUnderTest {
  const needed = new Set([correlation.id]);
  const picked = correlations.toReversed().filter((one) => {
    if (!needed.has(one.id)) return false;
    for (const rule of one.rules) needed.add(rule);
    return true;
  });
  return {
    correlation,
    correlations: picked.toReversed(),
    rules: rules.filter(({ id }) => needed.has(id)),
  };
}

/** A judgement and the event it was passed on. */
export type Judged = Judgement & { readonly event: LogEvent };

/** What the rules say of the events, suppressed or not. */
export function judgeAll(
  { rules }: CorrelationUnderTest,
  events: readonly LogEvent[],
): readonly Judged[] {
  const routing = createRouting(rules);
  return events.flatMap((event) =>
    judgeEvent(routing, event).map((judgement): Judged => ({ ...judgement, event })),
  );
}

/** How matches arrive: so many between two judgements. */
export interface Arrival {
  readonly matches: readonly Match[];
  readonly batch: number;
}

/** The correlation's own findings after everything has arrived and nothing more is expected. */
export async function correlateArrival(
  { correlation, correlations }: CorrelationUnderTest,
  { matches, batch }: Arrival,
): Promise<readonly Finding[]> {
  const fold = new FindingFold('test');
  const store = createMemoryPartialMatches();
  const reader = { eventId, packEvidence };
  const correlated = new CorrelatedMatches({ tenant: 'test', correlations, store, fold, reader });
  for (const [index, match] of matches.entries()) {
    correlated.add(match);
    if ((index + 1) % batch === 0) await correlated.flush();
  }
  await correlated.settle(Number.POSITIVE_INFINITY);
  return fold.findings().filter(({ rule }) => rule.id === correlation.id);
}
