// MatchExpr × event → boolean: the definition of what a rule means. Plain on purpose; speed is codegen's business.

import type { FieldReader, MatchExpr } from './expr.ts';
import { anyLeaf } from './leaves.ts';
import { fieldsRelate, testValue } from './test-value.ts';

/** Evaluates an expression. Total: no event makes it throw. */
export function interpret(expr: MatchExpr, event: FieldReader): boolean {
  switch (expr.kind) {
    case 'all':
      return expr.items.every((item) => interpret(item, event));
    case 'any':
      return expr.items.some((item) => interpret(item, event));
    case 'atLeast':
      return expr.items.filter((item) => interpret(item, event)).length >= expr.count;
    case 'not':
      return !interpret(expr.item, event);
    case 'field':
      return testValue(expr.test, event.field(expr.field));
    case 'keyword':
      return anyLeaf(event, (leaf) => testValue(expr.test, leaf));
    case 'fieldref': {
      const { field, other, relation, isCased = false } = expr;
      return fieldsRelate(event.field(field), event.field(other), relation, isCased);
    }
    case 'named':
      return interpret(expr.item, event);
  }
}
