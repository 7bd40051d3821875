// A rule × an event → its verdict and all that led to it.

import { type LogEvent, proposedEnd } from '../../model/index.ts';
import { appliesAt, createRouting, runsOn } from '../../pipeline/index.ts';
import {
  decidingTests,
  type MissedTest,
  nearestMiss,
  type Trace,
  traceExpr,
} from '../../runtime/index.ts';
import { suppressingFilter } from '../../sigma/index.ts';
import type { SelectedRule } from './select-rules.ts';

/**
 * `not-routed`: the event is of another logsource. `unattributed`: the rule reads the program, and no log names it.
 * Both mean that a scan does not even run the rule.
 */
export type Verdict = 'match' | 'suppressed' | 'no-match' | 'not-routed' | 'unattributed';

/** `ended`: it would have suppressed, but the event is later. `no-time`: …, but nobody knows when the event was. */
export type FilterVerdict = 'keeps' | 'suppresses' | 'ended' | 'no-time' | 'off';

/** What one filter says. */
export interface FilterExplanation {
  readonly id: string;
  readonly title: string;
  readonly verdict: FilterVerdict;
  readonly trace: Trace;
}

/** Why a rule says what it says of an event. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The detection alone, as if the rule ran. */
  readonly trace: Trace;
  /** The fewest tests in the way; empty where the detection holds. */
  readonly nearestMiss: readonly MissedTest[];
  /** Judged where the detection holds. */
  readonly filters: readonly FilterExplanation[];
  /** A filter that would suppress this match; only for one. */
  readonly filter: string | undefined;
}

/** What explaining is told. */
export interface ExplainSettings {
  /** Ids of filters that are switched off. */
  readonly disabledFilters: ReadonlySet<string>;
  /** Epoch ms: the proposed filter ends some weeks after it, or after the event. */
  readonly nowMs: number;
  readonly newId: () => string;
}

/** Explains one rule on one event. */
export function explainEvent(
  selected: SelectedRule,
  event: LogEvent,
  settings: ExplainSettings,
): Explanation {
  const { unit } = selected;
  const trace = traceExpr(unit.expr, event);
  const filters = trace.holds ? filterVerdicts(selected, event, settings) : [];
  const verdict = verdictOf(selected, event, trace, filters);
  return {
    verdict,
    trace,
    nearestMiss: nearestMiss(trace),
    filters,
    filter: verdict === 'match' ? proposeFilter(selected, event, settings) : undefined,
  };
}

function verdictOf(
  { rule }: SelectedRule,
  event: LogEvent,
  trace: Trace,
  filters: readonly FilterExplanation[],
): Verdict {
  const [routed] = createRouting([rule]).rulesFor(event);
  if (routed === undefined) return 'not-routed';
  if (!runsOn(routed, event)) return 'unattributed';
  if (!trace.holds) return 'no-match';
  return filters.some(({ verdict }) => verdict === 'suppresses') ? 'suppressed' : 'match';
}

function filterVerdicts(
  { rule, unit }: SelectedRule,
  event: LogEvent,
  { disabledFilters }: ExplainSettings,
): readonly FilterExplanation[] {
  return rule.filters.flatMap((filter, index) => {
    const expr = unit.filters[index]?.expr;
    if (expr === undefined) return [];
    const trace = traceExpr(expr, event);
    const { id, title } = filter;
    const verdictWhenOn = (): FilterVerdict => {
      if (trace.holds) return 'keeps';
      if (appliesAt(filter, event.timeMs)) return 'suppresses';
      return event.timeMs === undefined ? 'no-time' : 'ended';
    };
    const verdict = disabledFilters.has(id) ? 'off' : verdictWhenOn();
    return [{ id, title, verdict, trace }];
  });
}

function proposeFilter(
  { rule, unit }: SelectedRule,
  event: LogEvent,
  { nowMs, newId }: ExplainSettings,
): string | undefined {
  return suppressingFilter({
    id: newId(),
    expires: proposedEnd(nowMs, event.timeMs),
    rule,
    event,
    held: decidingTests(unit.expr, event).filter(({ holds }) => holds),
  });
}
