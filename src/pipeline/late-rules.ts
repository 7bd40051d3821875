// Rules and correlations → the rules for starts whose matches are needed only where another rule has matched in the same process.
//
//   start ─ then ─ connection     the connection is rare: only the starts of its process are judged

import { couldHold, isRefutable } from '../correlate/index.ts';
import type { CompiledCorrelation, CompiledRule } from '../model/index.ts';
import { silentRules } from './correlated-matches.ts';

/** Rules that are judged late, and who asks for their matches. */
export interface LateRules {
  /** Ids of rules for starts that make no findings, and without which others take no part in a correlation. */
  readonly rules: ReadonlySet<string>;
  /** Ids of the others: a match of one of them asks for the starts of its process. */
  readonly asking: ReadonlySet<string>;
}

/** The category whose events are many and whose matches are rarely needed. */
const LATE_CATEGORY = 'process_creation';

/** Events that name the process alike are of one group, or of none. */
const PROCESS_FIELD = 'ProcessGuid';

/** Decides it. For scans that see all events of a window: what is kept for other scans must be judged at once. */
export function lateRules(
  rules: readonly CompiledRule[],
  correlations: readonly CompiledCorrelation[],
): LateRules {
  const silent = silentRules(correlations);
  const starts = new Set(
    rules
      .filter(({ id, logsource }) => logsource.category === LATE_CATEGORY && silent.has(id))
      .map(({ id }) => id),
  );
  const inner = new Set(correlations.map(({ id }) => id));
  const isLate = (one: CompiledCorrelation) =>
    isOfProcess(one) &&
    needsOthers(one, starts) &&
    !one.rules.some((rule) => inner.has(rule)) &&
    !correlations.some(({ rules: own }) => own.includes(one.id));
  const atOnce = correlations.filter((one) => !isLate(one)).flatMap((one) => one.rules);
  const late = correlations.filter(isLate);
  const names = new Set(late.flatMap((one) => one.rules));
  const left = [...names].filter((rule) => starts.has(rule) && !atOnce.includes(rule));
  const asking = late
    .filter((one) => one.rules.some((rule) => left.includes(rule)))
    .flatMap((one) => one.rules.filter((rule) => !left.includes(rule)));
  return { rules: new Set(left), asking: new Set(asking) };
}

/** True where matches of starts alone come to nothing, and nothing undoes what they complete. */
function needsOthers(correlation: CompiledCorrelation, starts: ReadonlySet<string>): boolean {
  const { type } = correlation;
  if (type !== 'temporal' && type !== 'temporal_ordered') return false;
  return !isRefutable(correlation) && !couldHold(correlation, (rule) => starts.has(rule));
}

/** True where all events of a group name the same process, each by its key. */
function isOfProcess({ rules, groupFields }: CompiledCorrelation): boolean {
  const places = rules.map((rule) => groupFields[rule]?.indexOf(PROCESS_FIELD) ?? -1);
  return places.every((place) => place !== -1 && place === places[0]);
}
