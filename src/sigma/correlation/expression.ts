// An extended condition × the rules of a correlation → the expression over their ids.

import type { CorrelationType, RuleExpression, SourcePosition } from '../../model/index.ts';
import type { Condition } from '../condition/ast.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';

/** Ids by the name under which the correlation lists each rule. */
type Known = ReadonlyMap<string, string>;

/** Where the condition stands. */
export interface ExpressionPlace {
  readonly type: CorrelationType;
  readonly known: Known;
  readonly position: SourcePosition;
}

/** In how many ways a condition of temporal_ordered may hold: each is followed on its own, for every event. */
const MAX_WAYS = 64;

/** Looks the names up; undefined after a problem was reported. Every listed rule must be in the condition. */
export function bindExpression(
  condition: Condition,
  { type, known, position }: ExpressionPlace,
  sink: DiagnosticSink,
): RuleExpression | undefined {
  const used = new Set<string>();
  const expression = bind(condition, known, used, sink);
  if (expression === undefined) return undefined;
  const unused = [...known.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) {
    const message = `the condition says nothing of ${unused.map((name) => `"${name}"`).join(', ')}`;
    sink.error('SIGMA_CORRELATION_CONDITION', position, message);
    return undefined;
  }
  if (!needsARule(expression)) {
    const message = 'the condition holds where no rule has matched: nothing would complete it';
    sink.error('SIGMA_CORRELATION_CONDITION', position, message);
    return undefined;
  }
  const ways = type === 'temporal_ordered' ? waysOf(expression, false) : 1;
  if (ways > MAX_WAYS) {
    const message = `the condition holds in ${ways} ways; temporal_ordered takes at most ${MAX_WAYS}`;
    sink.error('SIGMA_CORRELATION_CONDITION', position, message);
    return undefined;
  }
  return expression;
}

/** How many sets of rules, at most, let it hold. */
function waysOf(expression: RuleExpression, isNegated: boolean): number {
  switch (expression.kind) {
    case 'rule':
      return 1;
    case 'not':
      return waysOf(expression.item, !isNegated);
    case 'and':
    case 'or': {
      const ways = expression.items.map((item) => waysOf(item, isNegated));
      const needsAll = (expression.kind === 'and') !== isNegated;
      return ways.reduce((sum, count) => (needsAll ? sum * count : sum + count));
    }
  }
}

function bind(
  condition: Condition,
  known: Known,
  used: Set<string>,
  sink: DiagnosticSink,
): RuleExpression | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => bind(item, known, used, sink));
      return items.every((item) => item !== undefined)
        ? { kind: condition.kind, items }
        : undefined;
    }
    case 'not': {
      const item = bind(condition.item, known, used, sink);
      return item && { kind: 'not', item };
    }
    case 'quantified': {
      const message = `"of ${condition.pattern}" is not for correlations; name the rules`;
      sink.error('SIGMA_CORRELATION_CONDITION', condition.position, message);
      return undefined;
    }
    case 'identifier': {
      const { name, position } = condition;
      const rule = known.get(name);
      used.add(name);
      if (rule !== undefined) return { kind: 'rule', rule };
      const hint = suggest(name, known.keys());
      const message = `the condition names "${name}", which is not in "rules"${hint}`;
      sink.error('SIGMA_CORRELATION_CONDITION', position, message);
      return undefined;
    }
  }
}

/** False for an expression that holds of no rules at all. */
function needsARule(expression: RuleExpression): boolean {
  switch (expression.kind) {
    case 'rule':
      return true;
    case 'not':
      return !needsARule(expression.item);
    case 'and':
      return expression.items.some(needsARule);
    case 'or':
      return expression.items.every(needsARule);
  }
}
