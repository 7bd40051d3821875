// An expression → what it demands of single fields in any case, as far as that is sure.

import { foldCase, type MatchExpr, type ValueTest } from '../../runtime/index.ts';

/** A field must equal one of the values; none = it must be absent. */
export interface Demand {
  readonly field: string;
  readonly values: ReadonlySet<string>;
  /** Search identifier that demands it; empty outside any. */
  readonly selection: string;
}

/** True for two demands of one field that no single value satisfies. */
export function excludesEachOther(a: Demand, b: Demand): boolean {
  if (a.values.size === 0 && b.values.size === 0) return false;
  return ![...a.values].some((value) => b.values.has(value));
}

/** The demands of all parts that must hold together. */
export function demandsOf(expr: MatchExpr, selection = ''): readonly Demand[] {
  switch (expr.kind) {
    case 'all':
      return expr.items.flatMap((item) => demandsOf(item, selection));
    case 'named':
      return demandsOf(expr.item, expr.name);
    case 'field': {
      const values = valuesOf(expr.test);
      return values === undefined ? [] : [{ field: expr.field, values, selection }];
    }
    case 'any':
      return demandOfAny(expr.items, selection);
    default:
      return [];
  }
}

/** A list of values of one field demands one of them. */
function demandOfAny(items: readonly MatchExpr[], selection: string): readonly Demand[] {
  const demands = items.map((item) => demandsOf(item, selection));
  const [first] = demands[0] ?? [];
  const isOneField = demands.every(
    (each) => each.length === 1 && each[0]?.field === first?.field && each[0]?.values.size !== 0,
  );
  if (first === undefined || !isOneField) return [];
  const values = new Set(demands.flatMap((each) => each.flatMap((one) => [...one.values])));
  return [{ field: first.field, values, selection }];
}

function valuesOf(test: ValueTest): ReadonlySet<string> | undefined {
  if (test.op === 'exists' && !test.isExpected) return new Set();
  if (test.op !== 'equals' && test.op !== 'number') return undefined;
  return new Set([plainOf(test.text)]);
}

/** Texts that some event value could equal at once become one: `A` and `a`, `445` and `0445`. */
function plainOf(text: string): string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? String(number) : foldCase(text);
}
