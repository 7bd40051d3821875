// An extended condition → the ways in which it can hold: which rules must match one after the other, and which not at all.

import { assertNever, type RuleExpression } from '../model/index.ts';

/** One way in which a condition holds. */
export interface OrderedWay {
  /** Ids of rules that must match, in the order in which the correlation lists them. */
  readonly needs: readonly string[];
  /** Ids of rules that must not match near it. */
  readonly excludes: readonly string[];
}

/**
 * The ways of `temporal_ordered`. More events open more ways and close none, but through what is excluded: so a
 * condition without `not` that held for some of the events holds for all, in whatever order they arrived.
 */
export function orderedWays(
  expression: RuleExpression | undefined,
  rules: readonly string[],
): readonly OrderedWay[] {
  if (expression === undefined) return [{ needs: rules, excludes: [] }];
  return waysOf(expression, false).map(({ needs, excludes }) => ({
    needs: rules.filter((rule) => needs.includes(rule)),
    excludes,
  }));
}

const NOTHING: OrderedWay = { needs: [], excludes: [] };

function waysOf(expression: RuleExpression, isNegated: boolean): readonly OrderedWay[] {
  switch (expression.kind) {
    case 'rule':
      return isNegated
        ? [{ needs: [], excludes: [expression.rule] }]
        : [{ needs: [expression.rule], excludes: [] }];
    case 'not':
      return waysOf(expression.item, !isNegated);
    case 'and':
    case 'or': {
      const items = expression.items.map((item) => waysOf(item, isNegated));
      const needsAll = (expression.kind === 'and') !== isNegated;
      return needsAll ? items.reduce(combined, [NOTHING]) : items.flat();
    }
    default:
      return assertNever(expression);
  }
}

function combined(some: readonly OrderedWay[], others: readonly OrderedWay[]) {
  return some.flatMap((one) =>
    others.map((other) => ({
      needs: [...one.needs, ...other.needs],
      excludes: [...one.excludes, ...other.excludes],
    })),
  );
}
