// A pattern → texts of which one stands in whatever it matches, as RE2's own prefilter takes them, but without case.

import { parseRegex, type RegexNode } from './regex-tree.ts';

/** What is known of the texts that a part of a pattern matches, all without case. */
interface Known {
  /** All of them, where they are few. */
  readonly exact: readonly string[] | undefined;
  /** Lists, of each of which one text stands in what the part matches. */
  readonly held: readonly (readonly string[])[];
}

/** Texts by which alternatives are told apart; more of them are looked for as less. */
const MAX_EXACT = 16;
/** Texts of one list: a rule that lists more words than that is as well run. */
const MAX_HELD = 64;
/** A longer text tells no more. */
const MAX_CHARACTERS = 64;
/** Repetitions that are written out; what follows could be anything. */
const MAX_COPIES = 4;
/** Lists that are kept of a part. */
const MAX_LISTS = 8;

const UNKNOWN: Known = { exact: undefined, held: [] };
const EMPTY: Known = { exact: [''], held: [] };

/**
 * Lists of folded texts (as the rule index folds them): of each list at least one text stands in every text in which
 * the pattern is found. Empty where nothing is known.
 */
export function textsOfRegex(pattern: string, flags: string): readonly (readonly string[])[] {
  const node = parseRegex(pattern, flags);
  return node === undefined ? [] : listsOf(knownOf(node));
}

function listsOf({ exact, held }: Known): readonly (readonly string[])[] {
  const lists = exact === undefined || exact.includes('') ? held : [exact, ...held];
  return lists.slice(0, MAX_LISTS).map(withoutLonger);
}

/** Where a text stands, so does each that stands in it. */
function withoutLonger(list: readonly string[]): readonly string[] {
  return list.filter((text) => !list.some((other) => other !== text && text.includes(other)));
}

function knownOf(node: RegexNode): Known {
  switch (node.kind) {
    case 'any':
      return UNKNOWN;
    case 'oneOf':
      return { exact: node.texts, held: [] };
    case 'sequence':
      return knownOfSequence(node.items.map(knownOf));
    case 'alternatives':
      return knownOfAlternatives(node.items.map(knownOf));
    case 'repeat':
      return knownOfRepeat(knownOf(node.item), node.min, node.max);
  }
}

/** Neighbours of which all texts are known are one text; where one is not, what stood before it is held. */
function knownOfSequence(items: readonly Known[]): Known {
  const held: (readonly string[])[] = [];
  let run: readonly string[] = [''];
  let isWhole = true;
  const endRun = (): void => {
    if (!run.includes('')) held.push(run);
    run = [''];
    isWhole = false;
  };
  for (const item of items) {
    const joined = item.exact === undefined ? undefined : joinTexts(run, item.exact);
    if (joined !== undefined) {
      run = joined;
      continue;
    }
    endRun();
    held.push(...item.held);
    if (item.exact !== undefined) run = item.exact;
  }
  if (isWhole) return { exact: run, held };
  endRun();
  return { exact: undefined, held: byWorth(held) };
}

function knownOfAlternatives(items: readonly Known[]): Known {
  const texts = items.map(({ exact }) => exact);
  const known = texts.filter((exact) => exact !== undefined);
  const all = [...new Set(known.flat())];
  if (known.length === texts.length && all.length <= MAX_EXACT) return { exact: all, held: [] };
  const lists = items.map(listsOf);
  const fewest = Math.min(...lists.map(({ length }) => length));
  // The first list of each, the second of each and so on: some alternative holds, and of it all lists do.
  const held = Array.from({ length: fewest }, (_, place) => [
    ...new Set(lists.flatMap((own) => own[place] ?? [])),
  ]);
  return { exact: undefined, held: held.filter(({ length }) => length <= MAX_HELD) };
}

function knownOfRepeat(item: Known, min: number, max: number): Known {
  if (max === 0) return EMPTY;
  if (min === 0) {
    return max === 1 ? knownOfAlternatives([item, EMPTY]) : UNKNOWN;
  }
  const copies = Array.from({ length: Math.min(min, MAX_COPIES) }, () => item);
  const isExact = min === max && min <= MAX_COPIES;
  return knownOfSequence(isExact ? copies : [...copies, UNKNOWN]);
}

/** Each of the ones followed by each of the others; undefined where these are too many or too long. */
function joinTexts(
  before: readonly string[],
  after: readonly string[],
): readonly string[] | undefined {
  if (before.length * after.length > MAX_EXACT) return undefined;
  const joined = [...new Set(before.flatMap((left) => after.map((right) => left + right)))];
  return joined.some(({ length }) => length > MAX_CHARACTERS) ? undefined : joined;
}

/** Long texts first, and few. */
function byWorth(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return lists.toSorted((a, b) => worthOf(b) - worthOf(a)).slice(0, MAX_LISTS);
}

function worthOf(list: readonly string[]): number {
  return Math.min(...list.map(({ length }) => length)) - Math.log2(list.length + 1);
}
