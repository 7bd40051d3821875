// Rules × an event's logsource → the rules that run on it.

import type {
  CompiledFilter,
  CompiledRule,
  CorrelationSpec,
  IndexRules,
  LogEvent,
  Logsource,
} from '../model/index.ts';
import { logsourceApplies } from '../source/index.ts';
import { readsProgram } from './program-fields.ts';

/** A rule with the filters that are switched on and what routing needs to know of it. */
export interface RoutedRule {
  readonly rule: CompiledRule;
  readonly filters: readonly CompiledFilter[];
  /** Does not run on a connection whose program no log names. */
  readonly isProgramReader: boolean;
  /** What correlations read of its matches: fields to group by and to take values of. */
  readonly correlatedFields: readonly string[];
}

/** What routing needs to know of a correlation. */
export type CorrelatedFields = Pick<CorrelationSpec, 'rules' | 'groupFields' | 'valueFields'>;

/** Picks rules for events. */
export interface Routing {
  /** All of them. */
  readonly rules: readonly RoutedRule[];
  /** The rules whose logsource applies. */
  rulesFor(event: LogEvent): readonly RoutedRule[];
  /** Those of them that could match, in the same order: all that do are among them. */
  candidatesFor(event: LogEvent): readonly RoutedRule[];
}

/** The rules of one logsource. */
interface Route {
  readonly rules: readonly RoutedRule[];
  /** All of them where there are so few rules that looking costs more than running them. */
  candidates(event: LogEvent): readonly RoutedRule[];
}

/** Logsources remembered. Sources give a few dozen; a log that could name its own must not fill memory. */
const MAX_REMEMBERED = 1_000;

/**
 * Groups the rules per logsource, once for each logsource that occurs. Filters of `disabledFilters` are off; what
 * `correlations` read of the matches is joined too.
 */
export function createRouting(
  rules: readonly CompiledRule[],
  disabledFilters: ReadonlySet<string> = new Set(),
  correlations: readonly CorrelatedFields[] = [],
): Routing {
  const routed = rules.map((rule) => routeRule(rule, disabledFilters, correlations));
  const indexRules = rules.find((rule) => rule.indexRules !== undefined)?.indexRules;
  const byObject = new WeakMap<Logsource, Route>();
  const byText = new Map<string, Route>();
  const pick = (event: LogEvent): Route => {
    const key = JSON.stringify(event.logsource);
    const known = byText.get(key);
    if (known !== undefined) return known;
    const picked = routed.filter(({ rule }) => logsourceApplies(rule.logsource, event));
    if (byText.size >= MAX_REMEMBERED) return { rules: picked, candidates: () => picked };
    const route = toRoute(picked, indexRules);
    byText.set(key, route);
    return route;
  };
  const routeOf = (event: LogEvent): Route => {
    const known = byObject.get(event.logsource);
    if (known !== undefined) return known;
    const route = pick(event);
    byObject.set(event.logsource, route);
    return route;
  };
  return {
    rules: routed,
    rulesFor: (event) => routeOf(event).rules,
    candidatesFor: (event) => routeOf(event).candidates(event),
  };
}

/** The same for some of the rules, by their ids. */
export function restrictRouting(routing: Routing, has: (ruleId: string) => boolean): Routing {
  const among = (rules: readonly RoutedRule[]) => rules.filter(({ rule }) => has(rule.id));
  return {
    rules: among(routing.rules),
    rulesFor: (event) => among(routing.rulesFor(event)),
    candidatesFor: (event) => among(routing.candidatesFor(event)),
  };
}

function toRoute(rules: readonly RoutedRule[], indexRules: IndexRules | undefined): Route {
  const index = indexRules?.(rules.map(({ rule }) => rule));
  if (index === undefined) return { rules, candidates: () => rules };
  return {
    rules,
    candidates: (event) => {
      const found: RoutedRule[] = [];
      for (const position of index(event)) {
        const routed = rules[position];
        if (routed !== undefined) found.push(routed);
      }
      return found;
    },
  };
}

function routeRule(
  rule: CompiledRule,
  disabledFilters: ReadonlySet<string>,
  correlations: readonly CorrelatedFields[],
): RoutedRule {
  return {
    rule,
    filters: rule.filters.filter((filter) => !disabledFilters.has(filter.id)),
    isProgramReader: readsProgram(rule.fields),
    correlatedFields: correlatedFields(rule.id, correlations),
  };
}

/** Names that correlations read as the event's keys, which no join touches. */
const KEYS: ReadonlySet<string> = new Set(['Computer', 'ProcessGuid']);

function correlatedFields(rule: string, correlations: readonly CorrelatedFields[]) {
  const fields = correlations
    .filter(({ rules }) => rules.includes(rule))
    .flatMap(({ groupFields, valueFields }) => [
      ...(groupFields[rule] ?? []).filter((field) => !KEYS.has(field)),
      ...valueFields,
    ]);
  return [...new Set(fields)];
}
