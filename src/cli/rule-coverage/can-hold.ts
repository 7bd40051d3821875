// An expression × the fields an event can have → can it ever hold? "No" is sure, "yes" is not.

import { type MatchExpr, testValue } from '../../runtime/index.ts';

/** The verdicts an expression can come to. */
interface Outcomes {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

const EITHER: Outcomes = { canHold: true, canFail: true };

/** False if no event without the fields that are not supplied can satisfy the expression. */
export function canHold(expr: MatchExpr, isSupplied: (field: string) => boolean): boolean {
  return outcomes(expr, isSupplied).canHold;
}

function outcomes(expr: MatchExpr, isSupplied: (field: string) => boolean): Outcomes {
  switch (expr.kind) {
    case 'keyword':
      return EITHER;
    case 'field':
      return isSupplied(expr.field) ? EITHER : fixed(testValue(expr.test, undefined));
    case 'fieldref':
      return isSupplied(expr.field) && isSupplied(expr.other) ? EITHER : fixed(false);
    case 'named':
      return outcomes(expr.item, isSupplied);
    case 'not': {
      const { canHold: holds, canFail } = outcomes(expr.item, isSupplied);
      return { canHold: canFail, canFail: holds };
    }
    case 'all':
      return countOutcomes(expr.items, expr.items.length, isSupplied);
    case 'any':
      return countOutcomes(expr.items, 1, isSupplied);
    case 'atLeast':
      return countOutcomes(expr.items, expr.count, isSupplied);
  }
}

/** At least `bar` of the items. */
function countOutcomes(
  items: readonly MatchExpr[],
  bar: number,
  isSupplied: (field: string) => boolean,
): Outcomes {
  const each = items.map((item) => outcomes(item, isSupplied));
  const most = each.filter((one) => one.canHold).length;
  const least = each.filter(({ canFail }) => !canFail).length;
  return { canHold: most >= bar, canFail: least < bar };
}

function fixed(holds: boolean): Outcomes {
  return { canHold: holds, canFail: !holds };
}
