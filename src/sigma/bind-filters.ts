// Filters × rules → which filter applies to which rule. A filter that applies to none is an error: it would tune nothing.

import type { Logsource } from '../model/index.ts';
import type { DiagnosticSink } from './diagnostics.ts';
import type { Labelled } from './duplicates.ts';
import type { SigmaFilter } from './rule/filter.ts';
import type { SigmaRule } from './rule/rule.ts';
import { suggest } from './suggest.ts';

/** What filters may name: rules, and what they name in vain. */
export interface Filterable {
  readonly rules: readonly SigmaRule[];
  readonly correlations: readonly Labelled[];
}

/** The filters of each rule, in the order given. Reports names that match no rule and logsources that do not fit. */
export function bindFilters(
  filterable: Filterable,
  filters: readonly SigmaFilter[],
  sink: DiagnosticSink,
): ReadonlyMap<SigmaRule, readonly SigmaFilter[]> {
  const { rules } = filterable;
  const bound = new Map<SigmaRule, SigmaFilter[]>(rules.map((rule) => [rule, []]));
  for (const filter of filters) {
    sink.nameRule(filter.title);
    if (filter.rules === 'any') {
      bindToAny(filter, bound, sink);
      continue;
    }
    for (const wanted of filter.rules) {
      const rule = rules.find(({ id, name }) => id === wanted || name === wanted);
      if (rule === undefined || !contains(filter.logsource, rule.logsource)) {
        refuse(filter, rule ?? wanted, filterable, sink);
      } else if (bound.get(rule)?.includes(filter) === false) {
        bound.get(rule)?.push(filter);
      }
    }
  }
  return bound;
}

function bindToAny(
  filter: SigmaFilter,
  bound: ReadonlyMap<SigmaRule, SigmaFilter[]>,
  sink: DiagnosticSink,
): void {
  const fitting = [...bound].filter(([rule]) => contains(filter.logsource, rule.logsource));
  for (const [, filters] of fitting) filters.push(filter);
  if (fitting.length > 0) return;
  const message = `filter "${filter.title}" is for any rule of its logsource, and none is loaded`;
  sink.error('SIGMA_FILTER_NO_RULE', filter.position, message);
}

/** A filter's logsource contains a rule's when every key it names is the same there. */
function contains(filter: Logsource, rule: Logsource): boolean {
  const isSame = (ours: string | undefined, theirs: string | undefined) =>
    ours === undefined || ours.toLowerCase() === theirs?.toLowerCase();
  return (
    isSame(filter.category, rule.category) &&
    isSame(filter.product, rule.product) &&
    isSame(filter.service, rule.service)
  );
}

/** `wanted`: the rule that was found and does not fit, or the id or name under which there is none. */
function refuse(
  filter: SigmaFilter,
  wanted: SigmaRule | string,
  filterable: Filterable,
  sink: DiagnosticSink,
): void {
  const reason =
    typeof wanted === 'string'
      ? `names ${whyUnknown(wanted, filterable)}`
      : `has another logsource than rule "${wanted.title}", so it can never apply`;
  const message = `filter "${filter.title}" ${reason}`;
  sink.error('SIGMA_FILTER_NO_RULE', filter.position, message);
}

function whyUnknown(wanted: string, { rules, correlations }: Filterable): string {
  if (correlations.some(({ id, name }) => id === wanted || name === wanted)) {
    return `the correlation "${wanted}"; filters apply to rules alone`;
  }
  if (wanted === 'any') return 'rule "any", which is not loaded; for any rule write "rules: any"';
  const titled = rules.find(({ title }) => title === wanted);
  if (titled !== undefined) return `"${wanted}", which is a title; write the id "${titled.id}"`;
  const known = rules.flatMap(({ id, name }) => (name === undefined ? [id] : [id, name]));
  return `rule "${wanted}", which is not loaded${suggest(wanted, known)}`;
}
