// Pass: within AND and OR the cheap and selective tests come first. Tests are pure and total, so order is free.

import { assertNever } from '../../model/index.ts';
import type { MatchExpr, ValueTest } from '../../runtime/index.ts';

/** Sorts by cost, keeping the written order among equals. */
export function order(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'field':
    case 'fieldref':
    case 'keyword':
      return expr;
    case 'named':
    case 'not':
      return { ...expr, item: order(expr.item) };
    case 'atLeast':
      return { ...expr, items: expr.items.map(order) };
    case 'all':
    case 'any': {
      const items = expr.items.map(order).toSorted((a, b) => costOf(a) - costOf(b));
      return { kind: expr.kind, items };
    }
  }
}

/** Reads and folds two fields. */
const FIELDREF_COST = 6;
/** Walks the whole record. */
const KEYWORD_COST = 100;

/** Rough relative cost; a port number is also what most often decides. */
function costOf(expr: MatchExpr): number {
  switch (expr.kind) {
    case 'field':
      return testCost(expr.test);
    case 'fieldref':
      return FIELDREF_COST;
    case 'keyword':
      return KEYWORD_COST;
    case 'named':
    case 'not':
      return costOf(expr.item);
    case 'all':
    case 'any':
    case 'atLeast':
      return expr.items.reduce((sum, item) => sum + costOf(item), 0);
  }
}

function testCost(test: ValueTest): number {
  switch (test.op) {
    case 'number':
    case 'null':
    case 'exists':
    case 'compare':
      return 1;
    case 'equals':
    case 'oneOf':
      return 2;
    case 'startswith':
    case 'endswith':
      return 3;
    case 'contains':
      return 5;
    case 'glob':
      return 10;
    case 'cidr':
    case 'timePart':
      return 20;
    case 'regex':
      return 50;
    case 'any':
      return test.tests.reduce((sum, inner) => sum + testCost(inner), 0);
    default:
      return assertNever(test);
  }
}
