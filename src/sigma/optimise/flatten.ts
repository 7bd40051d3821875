// Pass: names dropped, nested AND in AND and OR in OR joined, double negation removed.

import type { MatchExpr } from '../../runtime/index.ts';

/** Returns an equal expression with fewer nodes. */
export function flatten(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'field':
    case 'fieldref':
    case 'keyword':
      return expr;
    case 'named':
      return flatten(expr.item);
    case 'not': {
      const item = flatten(expr.item);
      return item.kind === 'not' ? item.item : { kind: 'not', item };
    }
    case 'atLeast':
      return { ...expr, items: expr.items.map(flatten) };
    case 'all':
    case 'any': {
      const { kind } = expr;
      const items = expr.items
        .map(flatten)
        .flatMap((item) => (item.kind === kind ? item.items : [item]));
      const [first] = items;
      return first !== undefined && items.length === 1 ? first : { kind, items };
    }
  }
}
