// Rules × an event's logsource → the rules that run on it.

import type { CompiledFilter, CompiledRule, LogEvent, Logsource } from '../model/index.ts';
import { logsourceApplies } from '../source/index.ts';
import { readsProgram } from './program-fields.ts';

/** A rule with the filters that are switched on and what routing needs to know of it. */
export interface RoutedRule {
  readonly rule: CompiledRule;
  readonly filters: readonly CompiledFilter[];
  /** Does not run on a connection whose program no log names. */
  readonly isProgramReader: boolean;
}

/** Picks rules for events. */
export interface Routing {
  rulesFor(event: LogEvent): readonly RoutedRule[];
}

/** Logsources remembered. Sources give a few dozen; a log that could name its own must not fill memory. */
const MAX_REMEMBERED = 1_000;

/** Groups the rules per logsource, once for each logsource that occurs. Filters of `disabledFilters` are off. */
export function createRouting(
  rules: readonly CompiledRule[],
  disabledFilters: ReadonlySet<string> = new Set(),
): Routing {
  const routed = rules.map((rule) => routeRule(rule, disabledFilters));
  const byObject = new WeakMap<Logsource, readonly RoutedRule[]>();
  const byText = new Map<string, readonly RoutedRule[]>();
  const pick = (event: LogEvent): readonly RoutedRule[] => {
    const key = JSON.stringify(event.logsource);
    const known = byText.get(key);
    if (known !== undefined) return known;
    const picked = routed.filter(({ rule }) => logsourceApplies(rule.logsource, event));
    if (byText.size < MAX_REMEMBERED) byText.set(key, picked);
    return picked;
  };
  return {
    rulesFor(event) {
      const known = byObject.get(event.logsource);
      if (known !== undefined) return known;
      const picked = pick(event);
      byObject.set(event.logsource, picked);
      return picked;
    },
  };
}

function routeRule(rule: CompiledRule, disabledFilters: ReadonlySet<string>): RoutedRule {
  return {
    rule,
    filters: rule.filters.filter((filter) => !disabledFilters.has(filter.id)),
    isProgramReader: readsProgram(rule.fields),
  };
}
