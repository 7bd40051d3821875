// MatchExpr → its witnesses: tests of which one holds whenever it matches. What the rule index is made of.

import { foldCase, type MatchExpr, type ValueTest, type Witness } from '../../runtime/index.ts';

/** Half of a character: what it folds to depends on the other half, which a text of the rule may lack. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Tests of folded texts and of numbers, of which at least one holds for every event that the expression matches;
 * the most telling ones that can be had. Undefined = none are known; empty = nothing can match.
 */
export function witnessesOf(expr: MatchExpr): readonly Witness[] | undefined {
  switch (expr.kind) {
    case 'all':
      return ofAtLeast(expr.items, expr.items.length);
    case 'any':
      return ofAtLeast(expr.items, 1);
    case 'atLeast':
      return ofAtLeast(expr.items, expr.count);
    case 'named':
      return witnessesOf(expr.item);
    case 'field':
      return ofTest(expr.field, expr.test);
    case 'keyword':
    case 'fieldref':
    case 'not':
      return undefined;
  }
}

/** Where `count` of the items hold, one of any `length - count + 1` does: the most telling ones are taken. */
function ofAtLeast(items: readonly MatchExpr[], count: number): readonly Witness[] | undefined {
  if (count <= 0) return undefined;
  const enough = items.length - count + 1;
  if (enough <= 0) return [];
  const known = items.flatMap((item) => {
    const witnesses = witnessesOf(item);
    return witnesses === undefined ? [] : [{ witnesses, worth: worthOf(witnesses) }];
  });
  if (known.length < enough) return undefined;
  const best = known.toSorted((a, b) => b.worth - a.worth).slice(0, enough);
  return best.flatMap(({ witnesses }) => witnesses);
}

function ofTest(field: string, test: ValueTest): readonly Witness[] | undefined {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return ofText(field, test.op, test.text);
    case 'oneOf':
      return ofEach(test.texts, (text) => ofText(field, 'equals', text));
    case 'any':
      return ofEach(test.tests, (inner) => ofTest(field, inner));
    case 'glob':
      return ofText(field, 'contains', longestText(test.parts));
    case 'number':
      return [{ field, op: 'number', value: test.value, text: foldCase(test.text) }];
    case 'regex':
    case 'compare':
    case 'timePart':
    case 'null':
    case 'exists':
    case 'cidr':
      return undefined;
  }
}

/** Every text has the empty one in it, so that would tell nothing. A cased test implies the folded one. */
function ofText(
  field: string,
  op: 'equals' | 'contains' | 'startswith' | 'endswith',
  text: string,
): readonly Witness[] | undefined {
  if (SURROGATE.test(text) || (text === '' && op !== 'equals')) return undefined;
  return [{ field, op, text: foldCase(text) }];
}

function ofEach<T>(
  items: readonly T[],
  toWitnesses: (item: T) => readonly Witness[] | undefined,
): readonly Witness[] | undefined {
  const all = items.map(toWitnesses);
  return all.some((witnesses) => witnesses === undefined)
    ? undefined
    : all.flatMap((witnesses) => witnesses ?? []);
}

function longestText(parts: readonly { readonly kind: string; readonly text?: string }[]): string {
  let longest = '';
  for (const { text = '' } of parts) if (text.length > longest.length) longest = text;
  return longest;
}

/** Characters beyond which a longer text tells no more. */
const TELLING_LENGTH = 16;
const NUMBER_WORTH = 8;

/** How rarely one of them will hold, roughly: long texts and few of them are worth most. */
function worthOf(witnesses: readonly Witness[]): number {
  const least = witnesses.reduce((worth, one) => Math.min(worth, worthOfOne(one)), Infinity);
  return least - Math.log2(witnesses.length + 1);
}

function worthOfOne({ op, text }: Witness): number {
  return op === 'number' ? NUMBER_WORTH : Math.min(text.length, TELLING_LENGTH);
}
