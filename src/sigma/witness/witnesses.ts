// MatchExpr → its witnesses: tests of which one holds whenever it matches. What the rule index is made of.

import {
  ANY_LEAF,
  EVENT_ID,
  foldCase,
  type MatchExpr,
  type RuleWitnesses,
  type ValueTest,
  type Witness,
} from '../../runtime/index.ts';

/** A field that a witness stands in. */
type Place = Witness['field'];

/** Says of a field whether witnesses in it count. */
type IsPlace = (field: Place) => boolean;

const ANYWHERE: IsPlace = () => true;

/** Half of a character: what it folds to depends on the other half, which a text of the rule may lack. */
const SURROGATE = /[\ud800-\udfff]/;

/**
 * Tests of folded texts and of numbers, of which at least one holds for every event that the expression matches;
 * the most telling ones that can be had in the fields that count. Undefined = none are known; empty = nothing can match.
 */
export function witnessesOf(
  expr: MatchExpr,
  isPlace: IsPlace = ANYWHERE,
): readonly Witness[] | undefined {
  switch (expr.kind) {
    case 'all':
      return ofAtLeast(expr.items, expr.items.length, isPlace);
    case 'any':
      return ofAtLeast(expr.items, 1, isPlace);
    case 'atLeast':
      return ofAtLeast(expr.items, expr.count, isPlace);
    case 'named':
      return witnessesOf(expr.item, isPlace);
    case 'field':
      return isPlace(expr.field) ? ofTest(expr.field, expr.test) : undefined;
    case 'keyword':
      return isPlace(ANY_LEAF) ? ofTest(ANY_LEAF, expr.test) : undefined;
    case 'fieldref':
    case 'not':
      return undefined;
  }
}

/** Witnesses in the event id, and others than these; those that are not known are absent. */
export function ruleWitnessesOf(expr: MatchExpr): RuleWitnesses {
  const eventIds = witnessesOf(expr, (field) => field === EVENT_ID);
  const others = witnessesOf(expr, (field) => field !== EVENT_ID);
  // `EventID: 1 or Image: x` has witnesses, but neither in the one field nor in others.
  const witnesses = others ?? (eventIds === undefined ? witnessesOf(expr) : undefined);
  return { ...(eventIds && { eventIds }), ...(witnesses && { witnesses }) };
}

/** Where `count` of the items hold, one of any `length - count + 1` does: the most telling ones are taken. */
function ofAtLeast(
  items: readonly MatchExpr[],
  count: number,
  isPlace: IsPlace,
): readonly Witness[] | undefined {
  if (count <= 0) return undefined;
  const enough = items.length - count + 1;
  if (enough <= 0) return [];
  const known = items.flatMap((item) => {
    const witnesses = witnessesOf(item, isPlace);
    return witnesses === undefined ? [] : [{ witnesses, worth: worthOf(witnesses) }];
  });
  if (known.length < enough) return undefined;
  const best = known.toSorted((a, b) => b.worth - a.worth).slice(0, enough);
  return best.flatMap(({ witnesses }) => witnesses);
}

function ofTest(field: Place, test: ValueTest): readonly Witness[] | undefined {
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
      // Not of a leaf: what number each of them states would take longer than the rule.
      if (field === ANY_LEAF) return undefined;
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
  field: Place,
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
/** Half of all events have them. */
const BOOLEANS: ReadonlySet<string> = new Set(['true', 'false']);

/** How rarely one of them will hold, roughly: long texts and few of them are worth most. */
function worthOf(witnesses: readonly Witness[]): number {
  const least = witnesses.reduce((worth, one) => Math.min(worth, worthOfOne(one)), Infinity);
  return least - Math.log2(witnesses.length + 1);
}

function worthOfOne({ op, text }: Witness): number {
  if (op === 'number') return NUMBER_WORTH;
  return BOOLEANS.has(text) ? 0 : Math.min(text.length, TELLING_LENGTH);
}
