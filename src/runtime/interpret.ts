// MatchExpr × event → boolean: the definition of what a rule means. Plain on purpose; speed is codegen's business.

import type { FieldReader, MatchExpr } from './expr.ts';
import { testValue } from './test-value.ts';

/** Evaluates an expression. Total: no event makes it throw. */
export function interpret(expr: MatchExpr, event: FieldReader): boolean {
  switch (expr.kind) {
    case 'all':
      return expr.items.every((item) => interpret(item, event));
    case 'any':
      return expr.items.some((item) => interpret(item, event));
    case 'not':
      return !interpret(expr.item, event);
    case 'field':
      return testValue(expr.test, event.field(expr.field));
    case 'named':
      return interpret(expr.item, event);
  }
}
