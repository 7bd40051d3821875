// The witnesses of many rules × an event → the few rules that could match it. A filter only: the rules decide.

import type { FieldReader } from './expr.ts';
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

/**
 * Indexes rules by their witnesses; undefined = none are known, so the rule is always among the answers. Every field
 * is read and searched once for all rules.
 */
export function createWitnessIndex(
  rules: readonly (readonly Witness[] | undefined)[],
): WitnessIndex {
  const always = rules.flatMap((witnesses, id) => (witnesses === undefined ? [id] : []));
  const searches = [...searchesOf(rules).values()];
  for (const { texts } of searches) texts.build();
  // The round in which a rule was found last: never the same again, since doubles count to 2^53.
  const seen = new Float64Array(rules.length);
  const found: number[] = [];
  let round = 0;
  const report = (ids: readonly number[]): void => {
    for (const id of ids) {
      if (seen[id] === round) continue;
      seen[id] = round;
      found.push(id);
    }
  };
  return (event) => {
    round++;
    found.length = 0;
    report(always);
    for (const search of searches) searchEvent(search, event, report);
    return found.sort((a, b) => a - b);
  };
}

function searchesOf(
  rules: readonly (readonly Witness[] | undefined)[],
): ReadonlyMap<Witness['field'], FieldSearch> {
  const searches = new Map<Witness['field'], FieldSearch>();
  rules.forEach((witnesses, id) => {
    for (const witness of witnesses ?? []) addWitness(searches, witness, id);
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
    for (const leaf of event.leaves()) searchTexts(texts, leaf, report);
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
  anyMember(value, (member) => {
    const number = numberOf(member);
    const ids = number === undefined ? undefined : numbers.get(number);
    if (ids !== undefined) report(ids);
    return false;
  });
}
