// MatchExpr → an equal one that runs faster. Explanations keep the original.

import type { MatchExpr } from '../../runtime/index.ts';
import { flatten } from './flatten.ts';
import { merge } from './merge.ts';
import { order } from './order.ts';

/** All passes, in the order in which each feeds the next. */
export function optimise(expr: MatchExpr): MatchExpr {
  return order(flatten(merge(flatten(expr))));
}
