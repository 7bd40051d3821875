// An expression → the one question that it is to the rule's author, if it is one: a field and its values.

import type { MatchExpr, WrittenTest } from './expr.ts';

/** A single test. */
export type Leaf = Extract<MatchExpr, { kind: 'field' | 'keyword' | 'fieldref' }>;

/**
 * The tests of a question; undefined for anything else. A list of values of one field is one question; so is one
 * value that modifiers made several of.
 */
export function leavesOfQuestion(expr: MatchExpr): readonly Leaf[] | undefined {
  const before = known.get(expr);
  if (before !== undefined) return before.leaves;
  const leaves = findLeaves(expr);
  known.set(expr, { leaves });
  return leaves;
}

/** Every match is explained, and expressions do not change. */
const known = new WeakMap<MatchExpr, { readonly leaves: readonly Leaf[] | undefined }>();

function findLeaves(expr: MatchExpr): readonly Leaf[] | undefined {
  if (isLeaf(expr)) return [expr];
  if (expr.kind !== 'any' && expr.kind !== 'all') return undefined;
  const leaves = expr.items.flatMap((item): readonly (Leaf | undefined)[] => {
    if (isLeaf(item)) return [item];
    const inner = item.kind === 'any' ? leavesOfQuestion(item) : undefined;
    // Alternatives of one value; anything else under `all` is a list of its own.
    return inner !== undefined && (expr.kind === 'any' || writtenValues(inner).length === 1)
      ? inner
      : [undefined];
  });
  const found = leaves.filter((leaf) => leaf !== undefined);
  const [first] = found;
  if (first === undefined || found.length < leaves.length) return undefined;
  return found.every((leaf) => isSameQuestion(leaf, first)) ? found : undefined;
}

/** The values as written, each once. */
export function writtenValues(leaves: readonly Leaf[]): readonly WrittenTest['value'][] {
  return [
    ...new Set(leaves.flatMap(({ written }) => (written === undefined ? [] : [written.value]))),
  ];
}

function isLeaf(expr: MatchExpr): expr is Leaf {
  return expr.kind === 'field' || expr.kind === 'keyword' || expr.kind === 'fieldref';
}

function isSameQuestion(leaf: Leaf, first: Leaf): boolean {
  if (leaf.kind !== first.kind || leaf.written === undefined) return false;
  if (leaf.written.modifier !== first.written?.modifier) return false;
  if (leaf.kind === 'keyword' || first.kind === 'keyword') return true;
  if (leaf.field !== first.field) return false;
  return leaf.kind !== 'fieldref' || first.kind !== 'fieldref' || leaf.other === first.other;
}
