// Pass: the alternatives of one field become one test, so that its value is read and folded once.

import type { MatchExpr, ValueTest } from '../../runtime/index.ts';

type FieldExpr = Extract<MatchExpr, { kind: 'field' }>;

/**
 * Merges field tests that stand in one OR. (Not in an AND: of an array, each may hold for another member.)
 * Equalities become one set.
 */
export function merge(expr: MatchExpr): MatchExpr {
  switch (expr.kind) {
    case 'field':
      return expr;
    case 'named':
    case 'not':
      return { ...expr, item: merge(expr.item) };
    case 'all':
      return { kind: 'all', items: expr.items.map(merge) };
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
  return [...merged, ...items.filter((item) => !isFieldExpr(item))];
}

function joinTests(tests: readonly ValueTest[]): ValueTest {
  const flat = tests.flatMap((test) => (test.op === 'any' ? test.tests : [test]));
  const texts = new Set(
    flat.flatMap((test) => {
      if (test.op === 'equals') return [test.text];
      return test.op === 'oneOf' ? test.texts : [];
    }),
  );
  const others = flat.filter((test) => test.op !== 'equals' && test.op !== 'oneOf');
  const equality = toEquality([...texts]);
  const all = equality === undefined ? others : [equality, ...others];
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { op: 'any', tests: all };
}

function toEquality(texts: readonly string[]): ValueTest | undefined {
  const [only] = texts;
  if (only === undefined) return undefined;
  return texts.length === 1 ? { op: 'equals', text: only } : { op: 'oneOf', texts };
}

function isFieldExpr(item: MatchExpr): item is FieldExpr {
  return item.kind === 'field';
}
