// Correlations → the rules whose matches are left aside until their group is wanted: starts of processes, of which few are.
//
//   start ─ then ─ connection     the connection is rare: it is kept first, and then only the starts of its group

import { isRefutable } from '../correlate/index.ts';
import type {
  CompiledCorrelation,
  CompiledRule,
  CorrelationGroup,
  LogEvent,
} from '../model/index.ts';
import { groupReader } from './correlated-matches.ts';
import { isJoinable } from './join-fields.ts';

/** A group of whatever tenant. */
export type DeferredGroup = Pick<CorrelationGroup, 'correlation' | 'values'>;

/** Which matches are left aside. */
export interface Deferral {
  /** True if there is any. */
  readonly isNeeded: boolean;
  /** True where the rule's matches are taken for the correlation only once their group is wanted. */
  defers(correlation: Pick<CompiledCorrelation, 'id'>, rule: string): boolean;
  /** Groups of deferred matches that the event may belong to, if one of its category's rules matches it. */
  deferredGroups(event: LogEvent): readonly DeferredGroup[];
  /** Groups whose deferred matches are wanted once the rule matches the event, or may. */
  groupsWantedBy(event: LogEvent, rules: ReadonlySet<string>): readonly DeferredGroup[];
  /** True where a correlation has deferred matches: then each of its groups that are kept is wanted. */
  isDeferring(correlation: string): boolean;
}

/** The category whose events are many and whose matches are rarely needed. */
const DEFERRED_CATEGORY = 'process_creation';

/** What is deferred of one correlation. */
interface Deferred {
  readonly correlation: CompiledCorrelation;
  readonly rules: ReadonlySet<string>;
}

/** Decides it, from rules and correlations alone: the same everywhere. */
export function createDeferral(
  rules: readonly CompiledRule[],
  correlations: readonly CompiledCorrelation[],
): Deferral {
  const ofStarts = new Set(
    rules.filter(({ logsource }) => logsource.category === DEFERRED_CATEGORY).map(({ id }) => id),
  );
  const inner = new Set(correlations.map(({ id }) => id));
  const deferred = correlations
    .filter((one) => needsAll(one) && !one.rules.some((rule) => inner.has(rule)))
    .map(
      (correlation): Deferred => ({
        correlation,
        rules: new Set(correlation.rules.filter((rule) => ofStarts.has(rule))),
      }),
    )
    .filter(({ correlation, rules: own }) => own.size > 0 && own.size < correlation.rules.length)
    .filter(({ correlation, rules: own }) => groupsAreLogged(correlation, own));
  const byId = new Map(deferred.map((one) => [one.correlation.id, one]));
  return {
    isNeeded: deferred.length > 0,
    defers: ({ id }, rule) => byId.get(id)?.rules.has(rule) === true,
    isDeferring: (id) => byId.has(id),
    deferredGroups: (event) =>
      event.logsource.category === DEFERRED_CATEGORY
        ? deferred.flatMap((one) => groupsOf(one, event, (rule) => one.rules.has(rule)))
        : [],
    groupsWantedBy: (event, matched) =>
      deferred.flatMap((one) =>
        groupsOf(one, event, (rule) => !one.rules.has(rule) && matched.has(rule)),
      ),
  };
}

/** True where each of several rules must match: a window without one of them is of no interest. */
function needsAll(correlation: CompiledCorrelation): boolean {
  const { type, expression, rules, thresholds } = correlation;
  if (type !== 'temporal' && type !== 'temporal_ordered') return false;
  if (expression !== undefined || isRefutable(correlation)) return false;
  return thresholds.some(({ op, value }) => (op === 'gt' ? value + 1 : value) >= rules.length);
}

/** True where a connection itself says of which group it is: what a join may still bring must not decide it. */
function groupsAreLogged({ rules, groupFields }: CompiledCorrelation, own: ReadonlySet<string>) {
  const others = rules.filter((rule) => !own.has(rule));
  const isKey = (field: string) => field === 'Computer' || field === 'ProcessGuid';
  return others.every((rule) =>
    (groupFields[rule] ?? []).every((field) => isKey(field) || !isJoinable(field)),
  );
}

function groupsOf(
  { correlation }: Deferred,
  event: LogEvent,
  isAsked: (rule: string) => boolean,
): readonly DeferredGroup[] {
  const reader = groupReader(event);
  const groups = correlation.rules.filter(isAsked).flatMap((rule) => {
    const reading = correlation.read(reader, rule);
    return reading.kind === 'part' ? [reading.group] : [];
  });
  return groups.map((values) => ({ correlation: correlation.id, values }));
}
