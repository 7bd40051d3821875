// Rules, or filters → those no two of which share an id or a name; the others are reported.

import type { SourcePosition } from '../model/index.ts';
import type { DiagnosticSink } from './diagnostics.ts';

/** What has an id and perhaps a name: a rule, a correlation, a filter. */
export interface Labelled {
  readonly id: string;
  readonly name?: string | undefined;
  readonly title: string;
  readonly position: SourcePosition;
}

/**
 * Findings are identified by rule id, and filters and correlations name rules by id or name, so no two rules may
 * share one; suppressed matches are counted by filter id. The first stays. `byLabel` remembers labels from one call
 * to the next.
 */
export function dropDuplicates<T extends Labelled>(
  rules: readonly T[],
  sink: DiagnosticSink,
  byLabel: Map<string, Labelled> = new Map(),
  noun: 'rule' | 'filter' = 'rule',
): readonly T[] {
  return rules.filter((rule) => {
    const labels = rule.name === undefined ? [rule.id] : [rule.id, rule.name];
    const taken = labels.find((label) => byLabel.has(label));
    if (taken === undefined) {
      for (const label of labels) byLabel.set(label, rule);
      return true;
    }
    sink.nameRule(rule.title);
    const { path, line } = byLabel.get(taken)?.position ?? rule.position;
    const code = taken === rule.id ? 'SIGMA_DUPLICATE_ID' : 'SIGMA_DUPLICATE_NAME';
    const message = `"${taken}" already is the id or name of the ${noun} at ${path}:${line}; they are never shared`;
    sink.error(code, rule.position, message);
    return false;
  });
}
