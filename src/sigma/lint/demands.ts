// An expression → what it demands of single fields in any case, as far as that is sure.

import {
  foldCase,
  type MatchExpr,
  type Relation,
  testValue,
  type ValueTest,
} from '../../runtime/index.ts';

/** One of the tests must hold for the field. */
export interface Demand {
  readonly field: string;
  readonly alternatives: readonly ValueTest[];
  /** Search identifier that demands it; empty outside any. */
  readonly selection: string;
}

type Test<Op extends ValueTest['op']> = Extract<ValueTest, { op: Op }>;

/** Lists whose pairs are more are not compared: a lint is not to be waited for. */
const MAX_PAIRS = 100_000;

/** True for two demands of one field that no single value satisfies. */
export function excludesEachOther(a: Demand, b: Demand): boolean {
  if (a.alternatives.length * b.alternatives.length > MAX_PAIRS) return false;
  return a.alternatives.every((one) => b.alternatives.every((other) => areContrary(one, other)));
}

/** The demands of all parts that must hold together. */
export function demandsOf(expr: MatchExpr, selection = ''): readonly Demand[] {
  switch (expr.kind) {
    case 'all':
      return expr.items.flatMap((item) => demandsOf(item, selection));
    case 'named':
      return demandsOf(expr.item, expr.name);
    case 'field':
      return [{ field: expr.field, alternatives: [expr.test], selection }];
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
  const isOneField = demands.every((each) => each.length === 1 && each[0]?.field === first?.field);
  if (first === undefined || !isOneField) return [];
  return [{ ...first, alternatives: demands.flat().flatMap(({ alternatives }) => alternatives) }];
}

function areContrary(a: ValueTest, b: ValueTest): boolean {
  if (a.op === 'compare' && b.op === 'compare') return areApart(a, b) || areApart(b, a);
  if (isEquality(a) && isEquality(b)) return plainOf(a.text) !== plainOf(b.text);
  if ((a.op === 'startswith' || a.op === 'endswith') && a.op === b.op) return !agree(a, b);
  return leavesNothingTo(a, b) || leavesNothingTo(b, a);
}

/** True if every value for which the first test holds is known, and the second holds for none. */
function leavesNothingTo(known: ValueTest, other: ValueTest): boolean {
  switch (known.op) {
    case 'exists':
      return !known.isExpected && !testValue(other, undefined);
    case 'null':
      return !testValue(other, undefined) && !testValue(other, null);
    case 'number':
      return other.op === 'compare' && !testValue(other, known.value);
    case 'equals':
      return isSureOf(known, other) && !testValue(other, known.text);
    default:
      return false;
  }
}

/** A text that was compared without case is known but for its case, which patterns and dates look at. */
function isSureOf(known: Test<'equals'>, other: ValueTest): boolean {
  switch (other.op) {
    case 'contains':
    case 'startswith':
    case 'endswith':
    case 'glob':
      return known.isCased === true || other.isCased !== true;
    case 'compare':
    case 'cidr':
      return true;
    default:
      return false;
  }
}

/** True if one text can begin, or end, with both. */
function agree(a: Test<'startswith' | 'endswith'>, b: Test<'startswith' | 'endswith'>): boolean {
  const [one, other] = [foldCase(a.text), foldCase(b.text)];
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return a.op === 'startswith' ? long.startsWith(short) : long.endsWith(short);
}

const LOWER: ReadonlySet<Relation> = new Set<Relation>(['gt', 'gte']);

/** True if the first is a lower bound above the second, an upper one. */
function areApart(lower: Test<'compare'>, upper: Test<'compare'>): boolean {
  if (!LOWER.has(lower.relation) || LOWER.has(upper.relation)) return false;
  const isTouching = lower.relation === 'gte' && upper.relation === 'lte';
  return isTouching ? lower.value > upper.value : lower.value >= upper.value;
}

function isEquality(test: ValueTest): test is Test<'equals' | 'number'> {
  return test.op === 'equals' || test.op === 'number';
}

/** Texts that some event value could equal at once become one: `A` and `a`, `445` and `0445`. */
function plainOf(text: string): string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? String(number) : foldCase(text);
}
