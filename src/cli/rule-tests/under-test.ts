// A correlation → it and all that it needs to run.

import type { CompiledCorrelation, CompiledRule } from '../../model/index.ts';
import type { ScannedRules } from './scan-records.ts';

/** A correlation with all that it refers to, and what those refer to. */
export interface CorrelationUnderTest extends ScannedRules {
  readonly correlation: CompiledCorrelation;
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
