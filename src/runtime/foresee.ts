// MatchExpr × event with open fields → what it will say, as far as that can be told before the fields are known.

import type { FieldReader, MatchExpr } from './expr.ts';
import { anyLeaf } from './leaves.ts';
import { fieldsRelate, testValue } from './test-value.ts';

/** Says of a field whether its value may still come. */
export type IsOpen = (field: string) => boolean;

/** True and false hold whatever the open fields turn out to be; undefined = it depends on them. */
export type Foresight = boolean | undefined;

/** Evaluates in Kleene's three-valued logic. Without open fields the answer is that of `interpret`. */
export function foresee(expr: MatchExpr, event: FieldReader, isOpen: IsOpen): Foresight {
  switch (expr.kind) {
    case 'all':
      return atLeast(expr.items.length, expr.items, event, isOpen);
    case 'any':
      return atLeast(1, expr.items, event, isOpen);
    case 'atLeast':
      return atLeast(expr.count, expr.items, event, isOpen);
    case 'not':
      return negate(foresee(expr.item, event, isOpen));
    case 'field':
      return isOpen(expr.field) ? undefined : testValue(expr.test, event.field(expr.field));
    case 'keyword':
      return anyLeaf(event, (leaf) => testValue(expr.test, leaf));
    case 'fieldref': {
      const { field, other, relation, isCased = false } = expr;
      if (isOpen(field) || isOpen(other)) return undefined;
      return fieldsRelate(event.field(field), event.field(other), relation, isCased);
    }
    case 'named':
      return foresee(expr.item, event, isOpen);
  }
}

function negate(foresight: Foresight): Foresight {
  return foresight === undefined ? undefined : !foresight;
}

/** Stops as soon as enough hold, or too few are left that could. Allocates nothing: all connections pass here. */
function atLeast(
  count: number,
  items: readonly MatchExpr[],
  event: FieldReader,
  isOpen: IsOpen,
): Foresight {
  let held = 0;
  let possible = items.length;
  if (possible < count) return false;
  for (const item of items) {
    if (held >= count) return true;
    const foresight = foresee(item, event, isOpen);
    if (foresight === true) held++;
    if (foresight === false && --possible < count) return false;
  }
  return held >= count ? true : undefined;
}
