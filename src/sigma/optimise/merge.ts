// Pass: the alternatives of one field become one test, so that its value is read once; so do keywords.

import type { MatchExpr, ValueTest } from '../../runtime/index.ts';

type FieldExpr = Extract<MatchExpr, { kind: 'field' }>;

/**
 * Merges tests that stand in one OR. (Not in an AND: of an array, each may hold for another member.)
 * Equalities become one set.
 */
export function merge(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'field':
    case 'fieldref':
    case 'keyword':
      return expr;
    case 'named':
    case 'not':
      return { ...expr, item: merge(expr.item) };
    case 'all':
    case 'atLeast':
      return { ...expr, items: expr.items.map(merge) };
    case 'any': {
      const items = mergeAlternatives(expr.items.map(merge));
      const [first] = items;
      return first !== undefined && items.length === 1 ? first : { kind: 'any', items };
    }
  }
}

function mergeAlternatives(items: readonly MatchExpr[]): readonly MatchExpr[] {
  const byField = Map.groupBy(items.filter(isFieldExpr), (item) => item.field);
  const merged = [...byField].map(([field, group]): MatchExpr => {
    const [only] = group;
    if (only !== undefined && group.length === 1) return only;
    return { kind: 'field', field, test: joinTests(group.map((item) => item.test)) };
  });
  const keywords = items.filter((item) => item.kind === 'keyword');
  const others = items.filter((item) => item.kind !== 'field' && item.kind !== 'keyword');
  if (keywords.length < 2) return [...merged, ...keywords, ...others];
  const test = joinTests(keywords.map((item) => item.test));
  return [...merged, { kind: 'keyword', test }, ...others];
}

function joinTests(tests: readonly ValueTest[]): ValueTest {
  const flat = tests.flatMap((test) => (test.op === 'any' ? test.tests : [test]));
  const equalities = flat.filter(isEquality);
  const folded = equalities.filter(({ isCased }) => isCased !== true);
  const cased = equalities.filter(({ isCased }) => isCased === true);
  const others = flat.filter((test) => !isEquality(test));
  const all = [
    ...joinEqualities(folded, {}),
    ...joinEqualities(cased, { isCased: true }),
    ...others,
  ];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { op: 'any', tests: all };
}

type Equality = Extract<ValueTest, { op: 'equals' | 'oneOf' }>;

function isEquality(test: ValueTest): test is Equality {
  return test.op === 'equals' || test.op === 'oneOf';
}

function joinEqualities(
  tests: readonly Equality[],
  casing: { readonly isCased?: true },
): readonly ValueTest[] {
  const all = tests.flatMap((test) => (test.op === 'equals' ? [test.text] : test.texts));
  const texts = [...new Set(all)];
  const [only] = texts;
  if (only === undefined) return [];
  if (texts.length === 1) return [{ op: 'equals', text: only, ...casing }];
  return [{ op: 'oneOf', texts, ...casing }];
}

function isFieldExpr(item: MatchExpr): item is FieldExpr {
  return item.kind === 'field';
}
