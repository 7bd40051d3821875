// An event → what each rule of its logsource says: the one place where rules run, for scans and rule tests alike.

import type { CompiledFilter, CompiledRule, LogEvent } from '../model/index.ts';
import type { RoutedRule, Routing } from './routing.ts';

/** A rule that matched, and the filter that suppresses it, if one does. */
export interface Judgement {
  readonly rule: CompiledRule;
  readonly suppressedBy: CompiledFilter | undefined;
}

const NONE: readonly Judgement[] = [];

/** Runs the rules that apply. On a connection whose program is unknown, those that read the program do not. */
export function judgeEvent(routing: Routing, event: LogEvent): readonly Judgement[] {
  let judgements: Judgement[] | undefined;
  for (const routed of routing.candidatesFor(event)) {
    if (!runsOn(routed, event) || !routed.rule.matches(event)) continue;
    judgements ??= [];
    judgements.push({ rule: routed.rule, suppressedBy: suppressor(routed, event) });
  }
  return judgements ?? NONE;
}

/** True if the rule runs on the event, given that its logsource applies. */
export function runsOn(routed: RoutedRule, event: LogEvent): boolean {
  return !routed.isProgramReader || event.isAttributed;
}

function suppressor(routed: RoutedRule, event: LogEvent): CompiledFilter | undefined {
  return routed.filters.find((filter) => !filter.keeps(event) && appliesAt(filter, event.timeMs));
}

/**
 * True if the filter applies to an event of that time (epoch ms). A filter ends by the event's time, so that a replay
 * gives the answer of its day. An event without a time is suppressed only by filters that never end: a host whose
 * clock is missing must not be hidden for ever by a filter that was meant for a month.
 */
export function appliesAt({ expiresMs }: CompiledFilter, timeMs: number | undefined): boolean {
  return expiresMs === undefined || (timeMs !== undefined && timeMs < expiresMs);
}
