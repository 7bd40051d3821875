// MatchExpr → its witnesses: tests of which one holds whenever it matches. What the rule index is made of.

import {
  ANY_LEAF,
  EVENT_ID,
  type GlobPart,
  type MatchExpr,
  type RuleWitnesses,
  searchFold,
  type ValueTest,
  type Witness,
} from '../../runtime/index.ts';
import { textsOfRegex } from './regex-texts.ts';

/** A field that a witness stands in. */
type Place = Witness['field'];

/** Says of a field whether witnesses in it count. */
type IsPlace = (field: Place) => boolean;

const ANYWHERE: IsPlace = () => true;

/** Lists of witnesses, of each of which one holds whenever the expression matches; the most telling list first. */
type Groups = readonly (readonly Witness[])[];

/** Lists that are kept of a rule: with each further one, fewer events pass. */
const MAX_GROUPS = 3;
/** Lists behind the first are worth no long search. */
const MAX_FURTHER = 64;

const UNKNOWN: Groups = [];
const NEVER: Groups = [[]];

/**
 * Tests of folded texts and of numbers, in lists: of each list at least one holds for every event that the expression
 * matches; the most telling ones that can be had in the fields that count. No list = none are known; an empty list =
 * nothing can match.
 */
export function witnessesOf(expr: MatchExpr, isPlace: IsPlace = ANYWHERE): Groups {
  switch (expr.kind) {
    case 'all':
      return ofAll(expr.items.map((item) => witnessesOf(item, isPlace)));
    case 'any':
      return ofAny(expr.items.map((item) => witnessesOf(item, isPlace)));
    case 'atLeast':
      return ofAtLeast(
        expr.items.map((item) => witnessesOf(item, isPlace)),
        expr.count,
      );
    case 'named':
      return witnessesOf(expr.item, isPlace);
    case 'field':
      return isPlace(expr.field) ? ofTest(expr.field, expr.test) : UNKNOWN;
    case 'keyword':
      return isPlace(ANY_LEAF) ? ofTest(ANY_LEAF, expr.test) : UNKNOWN;
    case 'fieldref':
    case 'not':
      return UNKNOWN;
  }
}

/** Witnesses in the event id, and others than these; those that are not known are absent. */
export function ruleWitnessesOf(expr: MatchExpr): RuleWitnesses {
  const [eventIds] = witnessesOf(expr, (field) => field === EVENT_ID);
  const others = witnessesOf(expr, (field) => field !== EVENT_ID);
  // `EventID: 1 or Image: x` has witnesses, but neither in the one field nor in others.
  const groups = others.length > 0 || eventIds !== undefined ? others : witnessesOf(expr);
  const [witnesses, ...further] = groups;
  return {
    ...(eventIds && { eventIds }),
    ...(witnesses && { witnesses }),
    ...(further.length > 0 && { further }),
  };
}

/** All of them hold, so the lists of all do. */
function ofAll(items: readonly Groups[]): Groups {
  return mostTelling(items.flat());
}

/** One of them holds, and with it its first list, its second and so on: one of all first ones, one of all second ones. */
function ofAny(items: readonly Groups[]): Groups {
  if (items.length === 0) return NEVER;
  if (items.some(({ length }) => length === 0)) return UNKNOWN;
  const most = Math.max(...items.map(({ length }) => length));
  const joined = Array.from({ length: most }, (_, place) =>
    items.flatMap((own) => own[Math.min(place, own.length - 1)] ?? []),
  );
  return mostTelling(joined);
}

/** Where `count` of the items hold, one of any `length - count + 1` does: the most telling ones are taken. */
function ofAtLeast(items: readonly Groups[], count: number): Groups {
  if (count <= 0) return UNKNOWN;
  const enough = items.length - count + 1;
  if (enough <= 0) return NEVER;
  if (enough === 1) return ofAll(items);
  const known = items.filter(({ length }) => length > 0);
  if (known.length < enough) return UNKNOWN;
  const worth = ([first = []]: Groups) => worthOf(first);
  return ofAny(known.toSorted((a, b) => worth(b) - worth(a)).slice(0, enough));
}

function mostTelling(groups: Groups): Groups {
  const [first, ...others] = groups
    .map((group) => distinct(group))
    .toSorted((a, b) => worthOf(b) - worthOf(a));
  if (first === undefined) return UNKNOWN;
  const further = others.filter(isWorthSearching).slice(0, MAX_GROUPS - 1);
  return [first, ...further];
}

function isWorthSearching(group: readonly Witness[]): boolean {
  return group.length <= MAX_FURTHER && group.every(isTelling);
}

/** Each list makes rules run less often, but its fields are read and searched for every event. */
function isTelling({ op, text }: Witness): boolean {
  return op === 'number' || (!BOOLEANS.has(text) && text.length >= LEAST_CHARACTERS);
}

function distinct(group: readonly Witness[]): readonly Witness[] {
  return [
    ...new Map(group.map((one) => [`${one.op} ${one.field ?? ''} ${one.text}`, one])).values(),
  ];
}

function ofTest(field: Place, test: ValueTest): Groups {
  switch (test.op) {
    case 'equals':
    case 'contains':
    case 'startswith':
    case 'endswith':
      return ofText(field, test.op, test.text);
    case 'oneOf':
      return ofAny(test.texts.map((text) => ofText(field, 'equals', text)));
    case 'any':
      return ofAny(test.tests.map((inner) => ofTest(field, inner)));
    case 'glob':
      return ofGlob(field, test.parts);
    case 'regex':
      return ofAll(
        textsOfRegex(test.pattern, test.flags).map((texts) =>
          ofAny(texts.map((text) => ofText(field, 'contains', text))),
        ),
      );
    case 'number':
      // Not of a leaf: what number each of them states would take longer than the rule.
      if (field === ANY_LEAF) return UNKNOWN;
      return [[{ field, op: 'number', value: test.value, text: searchFold(test.text) }]];
    case 'compare':
    case 'timePart':
    case 'null':
    case 'exists':
    case 'cidr':
      return UNKNOWN;
  }
}

/**
 * Every text has the empty one in it, so that would tell nothing. Half a character is folded by its other half, which
 * a text of the rule may lack. A cased test implies the folded one.
 */
function ofText(
  field: Place,
  op: 'equals' | 'contains' | 'startswith' | 'endswith',
  text: string,
): Groups {
  if (!text.isWellFormed() || (text === '' && op !== 'equals')) return UNKNOWN;
  return [[{ field, op, text: searchFold(text) }]];
}

/** Its texts, in their places: a pattern holds for the whole value. */
function ofGlob(field: Place, parts: readonly GlobPart[]): Groups {
  const last = parts.length - 1;
  const texts = parts.map((part, place) => {
    if (part.kind !== 'text') return UNKNOWN;
    const isFirst = place === 0;
    const isLast = place === last;
    if (isFirst && isLast) return ofText(field, 'equals', part.text);
    if (isFirst) return ofText(field, 'startswith', part.text);
    return ofText(field, isLast ? 'endswith' : 'contains', part.text);
  });
  return ofAll(texts);
}

/** Characters beyond which a longer text tells no more. */
const TELLING_LENGTH = 16;
/** What one character tells, beside twice as many texts. */
const CHARACTER_WORTH = 2;
const NUMBER_CHARACTERS = 8;
/** Of a list behind the first, what is looked for everywhere has at least as many characters. */
const LEAST_CHARACTERS = 4;
/** Half of all events have them. */
const BOOLEANS: ReadonlySet<string> = new Set(['true', 'false']);

/** How rarely one of them will hold, roughly: long texts and few of them are worth most. */
function worthOf(witnesses: readonly Witness[]): number {
  const least = witnesses.reduce((worth, one) => Math.min(worth, worthOfOne(one)), Infinity);
  return least - Math.log2(witnesses.length + 1);
}

function worthOfOne({ op, text }: Witness): number {
  if (op === 'number') return NUMBER_CHARACTERS * CHARACTER_WORTH;
  return BOOLEANS.has(text) ? 0 : Math.min(text.length, TELLING_LENGTH) * CHARACTER_WORTH;
}
