// An extended condition × the rules of a correlation → the expression over their ids.

import type { RuleExpression, SourcePosition } from '../../model/index.ts';
import type { Condition } from '../condition/ast.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';

/** Ids by the name under which the correlation lists each rule. */
type Known = ReadonlyMap<string, string>;

/** Looks the names up; undefined after a problem was reported. Every listed rule must be in the condition. */
export function bindExpression(
  condition: Condition,
  known: Known,
  position: SourcePosition,
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
  return expression;
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
