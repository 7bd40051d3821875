// A rule or correlation → what a filter has to name to let off its findings.

import type { CompiledRule, CorrelationSpec, FilterTarget, Logsource } from '../model/index.ts';

/** The rules that are loaded. */
export interface LoadedRules {
  readonly rules: readonly Pick<CompiledRule, 'id' | 'logsource'>[];
  readonly correlations: readonly Pick<CorrelationSpec, 'id' | 'rules'>[];
}

/** Correlations of correlations nest; deeper than anybody writes them. */
const MAX_DEPTH = 16;

const KEYS = ['category', 'product', 'service'] as const;

/** Undefined where no filter can: a rule that is not loaded, or rules whose logsources have nothing in common. */
export function toFilterTarget(ruleId: string, loaded: LoadedRules): FilterTarget | undefined {
  const ids = [...new Set(baseRules(ruleId, loaded, MAX_DEPTH))];
  const sources = ids.flatMap((id) => loaded.rules.find((rule) => rule.id === id)?.logsource ?? []);
  const logsource = inCommon(sources);
  if (sources.length < ids.length || Object.keys(logsource).length === 0) return undefined;
  return { rules: ids, logsource };
}

function baseRules(id: string, loaded: LoadedRules, depth: number): readonly string[] {
  const correlation = loaded.correlations.find((one) => one.id === id);
  if (correlation === undefined || depth === 0) return [id];
  return correlation.rules.flatMap((rule) => baseRules(rule, loaded, depth - 1));
}

/** Filters compare without case. */
function inCommon([first = {}, ...rest]: readonly Logsource[]): Logsource {
  const same = KEYS.flatMap((key) => {
    const value = first[key];
    const isShared = rest.every((one) => one[key]?.toLowerCase() === value?.toLowerCase());
    return value !== undefined && isShared ? [[key, value] as const] : [];
  });
  return Object.fromEntries(same);
}
