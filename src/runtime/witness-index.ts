// The witnesses of many rules × an event → the few rules that could match it. A filter only: the rules decide.

import type { FieldReader } from './expr.ts';
import { smallNumber } from './small-number.ts';
import { TextSearch } from './text-search.ts';
import { anyMember, numberOf, textOf } from './value-text.ts';
import { ANY_LEAF, type Witness } from './witness.ts';

/** Gives the positions of the rules that could match an event, ascending. The array is reused: read it at once. */
export type WitnessIndex = (event: FieldReader) => readonly number[];

/** What is looked for in one field. */
interface FieldSearch {
  readonly field: Witness['field'];
  readonly texts: TextSearch;
  readonly numbers: Map<number, number[]>;
}

/** A rule's position and the place of one of its lists are one number: bits of the latter. */
const PLACE_BITS = 3;
/** Lists of witnesses that count of one rule. */
const MAX_LISTS = 2 ** PLACE_BITS;

/**
 * Indexes rules by lists of their witnesses, of each of which one must hold; without a list the rule is always among
 * the answers. Every field is read and searched once for all rules.
 */
export function createWitnessIndex(
  rules: readonly (readonly (readonly Witness[])[])[],
): WitnessIndex {
  const always = rules.flatMap((lists, position) => (lists.length === 0 ? [position] : []));
  const searches = [...searchesOf(rules).values()];
  for (const { texts } of searches) texts.build();
  // What of a rule's lists has not been found in this round, a bit a list.
  const missing = Uint8Array.from(rules, (lists) => 2 ** Math.min(lists.length, MAX_LISTS) - 1);
  const left = missing.slice();
  const touched: number[] = [];
  const found: number[] = [];
  const report = (ids: readonly number[]): void => {
    for (const id of ids) {
      const position = id >>> PLACE_BITS;
      const before = left[position] ?? 0;
      const after = before & ~(1 << (id & (MAX_LISTS - 1)));
      if (after === before) continue;
      left[position] = after;
      touched.push(position);
      if (after === 0) found.push(position);
    }
  };
  return (event) => {
    for (const position of touched) left[position] = missing[position] ?? 0;
    touched.length = 0;
    found.length = 0;
    found.push(...always);
    for (const search of searches) searchEvent(search, event, report);
    return found.length < 2 ? found : found.sort((a, b) => a - b);
  };
}

function searchesOf(
  rules: readonly (readonly (readonly Witness[])[])[],
): ReadonlyMap<Witness['field'], FieldSearch> {
  const searches = new Map<Witness['field'], FieldSearch>();
  rules.forEach((lists, position) => {
    lists.slice(0, MAX_LISTS).forEach((list, place) => {
      for (const witness of list) addWitness(searches, witness, (position << PLACE_BITS) | place);
    });
  });
  return searches;
}

function addWitness(
  searches: Map<Witness['field'], FieldSearch>,
  witness: Witness,
  id: number,
): void {
  const { field } = witness;
  const search = searches.get(field) ?? { field, texts: new TextSearch(), numbers: new Map() };
  searches.set(field, search);
  if (witness.op !== 'number') {
    search.texts.add(witness.op, witness.text, id);
    return;
  }
  search.texts.add('equals', witness.text, id);
  const ids = search.numbers.get(witness.value);
  if (ids === undefined) search.numbers.set(witness.value, [id]);
  else ids.push(id);
}

function searchEvent(
  { field, texts, numbers }: FieldSearch,
  event: FieldReader,
  report: (ids: readonly number[]) => void,
): void {
  if (field === ANY_LEAF) {
    for (const leaf of event.leaves()) {
      if (typeof leaf === 'string') texts.find(leaf, report);
      else searchTexts(texts, leaf, report);
    }
    return;
  }
  const value = event.field(field);
  if (value === undefined || value === null) return;
  if (numbers.size > 0) reportNumbers(numbers, value, report);
  searchTexts(texts, value, report);
}

function searchTexts(
  texts: TextSearch,
  value: unknown,
  report: (ids: readonly number[]) => void,
): void {
  if (typeof value === 'string') {
    texts.find(value, report);
    return;
  }
  if (typeof value === 'number' && !texts.canBeNumber) return;
  anyMember(value, (member) => {
    const text = textOf(member);
    if (text !== undefined) texts.find(text, report);
    return false;
  });
}

function reportNumbers(
  numbers: ReadonlyMap<number, readonly number[]>,
  value: unknown,
  report: (ids: readonly number[]) => void,
): void {
  if (!Array.isArray(value)) {
    reportNumber(numbers, value, report);
    return;
  }
  anyMember(value, (member) => {
    reportNumber(numbers, member, report);
    return false;
  });
}

function reportNumber(
  numbers: ReadonlyMap<number, readonly number[]>,
  value: unknown,
  report: (ids: readonly number[]) => void,
): void {
  const small = typeof value === 'string' ? smallNumber(value) : undefined;
  const number = small ?? numberOf(value);
  const ids = number === undefined ? undefined : numbers.get(number);
  if (ids !== undefined) report(ids);
}
