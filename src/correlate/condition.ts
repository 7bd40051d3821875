// A window's value or rules × a correlation's condition → whether it holds, and whether later events can undo it.

import {
  assertNever,
  type Comparison,
  type CorrelationSpec,
  type RuleExpression,
  type Threshold,
} from '../model/index.ts';

const HOLDS: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  gt: (value, limit) => value > limit,
  gte: (value, limit) => value >= limit,
  lt: (value, limit) => value < limit,
  lte: (value, limit) => value <= limit,
  eq: (value, limit) => value === limit,
  neq: (value, limit) => value !== limit,
};

/** True if all tests hold. */
export function reaches(value: number, thresholds: readonly Threshold[]): boolean {
  return thresholds.every(({ op, value: limit }) => HOLDS[op](value, limit));
}

/** True if the expression holds where exactly these rules have matched. */
export function expressionHolds(
  expression: RuleExpression,
  hasMatched: (rule: string) => boolean,
): boolean {
  switch (expression.kind) {
    case 'rule':
      return hasMatched(expression.rule);
    case 'not':
      return !expressionHolds(expression.item, hasMatched);
    case 'and':
      return expression.items.every((item) => expressionHolds(item, hasMatched));
    case 'or':
      return expression.items.some((item) => expressionHolds(item, hasMatched));
    default:
      return assertNever(expression);
  }
}

/** True if a temporal condition may hold where exactly these rules have matched, whenever and in whatever order. */
export function couldHold(
  { rules, expression, thresholds }: CorrelationSpec,
  hasMatched: (rule: string) => boolean,
): boolean {
  if (expression !== undefined) return expressionHolds(expression, hasMatched);
  return reaches(rules.filter(hasMatched).length, thresholds);
}

/** Ids of the rules whose match speaks against the condition: those under an odd number of `not`. */
export function refutingRules(
  expression: RuleExpression | undefined,
  isNegated = false,
): ReadonlySet<string> {
  if (expression === undefined) return new Set();
  switch (expression.kind) {
    case 'rule':
      return new Set(isNegated ? [expression.rule] : []);
    case 'not':
      return refutingRules(expression.item, !isNegated);
    case 'and':
    case 'or':
      return new Set(expression.items.flatMap((item) => [...refutingRules(item, isNegated)]));
    default:
      return assertNever(expression);
  }
}

const REFUTABLE_TYPES: ReadonlySet<string> = new Set([
  'value_avg',
  'value_percentile',
  'value_median',
]);

const GROWING: ReadonlySet<Comparison> = new Set<Comparison>(['gt', 'gte']);

/**
 * True where an event that is yet to come could undo a condition that holds. Such a condition is judged once, when
 * nothing more is expected; the others on every event, since more events never undo them.
 */
export function isRefutable(spec: CorrelationSpec): boolean {
  if (REFUTABLE_TYPES.has(spec.type) || refutingRules(spec.expression).size > 0) return true;
  return spec.thresholds.some(({ op }) => !GROWING.has(op));
}
