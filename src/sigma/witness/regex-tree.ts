// A pattern in RE2's syntax → what it is made of, as far as it matters to which texts it cannot do without.

import { RegexReader, UnreadSyntaxError } from './regex-reader.ts';

/** A part of a pattern. It matches no more than what is said of it, but may match less. */
export type RegexNode =
  /** One character, which folded is one of these texts. */
  | { readonly kind: 'oneOf'; readonly texts: readonly string[] }
  /** One character, whichever. */
  | { readonly kind: 'any' }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly RegexNode[] }
  /** `max` is Infinity where there is none. */
  | {
      readonly kind: 'repeat';
      readonly item: RegexNode;
      readonly min: number;
      readonly max: number;
    };

const ANY: RegexNode = { kind: 'any' };

const SIMPLE_TIMES = /([*+?])\??/y;
const COUNTED_TIMES = /\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\}\??/y;
const LEAST: ReadonlyMap<string, number> = new Map([['+', 1]]);
const MOST: ReadonlyMap<string, number> = new Map([['?', 1]]);
/** The beginning of a group: it captures, has a name, or sets flags for what is in it. */
const OPENING = /\((?:\?P?<\w+>|\?([imsU]*)(-[imsU]+)?:|(?!\?))/y;
/** Flags for the rest of the group. */
const FLAGS = /\(\?([imsU]*)(-[imsU]+)?\)/y;
const ZERO_WIDTH = /\^|\$|\\[AbBz]/y;
const ANY_OF_MANY = /\.|\\[dDsSwW]|\\[pP](?:\{[^}]*\}|[A-Z])/y;
const QUOTED = /\\Q(.*?)(?:\\E|$)/sy;
const CHARACTER = /[^\\]/uy;

/** Of a pattern that RE2 takes. Undefined where it has syntax that is not read here (octal codes, halves of characters). */
export function parseRegex(pattern: string, flags: string): RegexNode | undefined {
  if (!pattern.isWellFormed()) return undefined;
  const reader = new RegexReader(pattern, flags.includes('i'));
  try {
    const node = readAlternatives(reader);
    return reader.isAtEnd ? node : undefined;
  } catch (cause) {
    if (cause instanceof UnreadSyntaxError) return undefined;
    throw cause;
  }
}

function readAlternatives(reader: RegexReader): RegexNode {
  const items = [readSequence(reader)];
  while (reader.takes('|')) items.push(readSequence(reader));
  const [only] = items;
  return only !== undefined && items.length === 1 ? only : { kind: 'alternatives', items };
}

function readSequence(reader: RegexReader): RegexNode {
  const items: RegexNode[] = [];
  while (!reader.isAtEnd && !reader.isAt('|') && !reader.isAt(')')) {
    const times = readTimes(reader);
    if (times === undefined) {
      items.push(...readItems(reader));
      continue;
    }
    const item = items.pop();
    if (item === undefined) throw new UnreadSyntaxError();
    items.push({ kind: 'repeat', item, ...times });
  }
  return { kind: 'sequence', items };
}

function readTimes(reader: RegexReader): { min: number; max: number } | undefined {
  const [, sign] = reader.match(SIMPLE_TIMES) ?? [];
  if (sign !== undefined) return { min: LEAST.get(sign) ?? 0, max: MOST.get(sign) ?? Infinity };
  const [, least, range, most] = reader.match(COUNTED_TIMES) ?? [];
  if (least === undefined) return undefined;
  const min = Number(least);
  if (range === undefined) return { min, max: min };
  return { min, max: most === undefined ? Infinity : Number(most) };
}

/** What stands next: one item, or as many as are quoted; none where only flags are set. */
function readItems(reader: RegexReader): readonly RegexNode[] {
  const flags = reader.match(FLAGS);
  if (flags !== undefined) {
    reader.setFlags(flags[1], flags[2]);
    return [];
  }
  const opening = reader.match(OPENING);
  if (opening !== undefined) return [readGroup(reader, opening)];
  if (reader.match(ZERO_WIDTH) !== undefined) return [{ kind: 'sequence', items: [] }];
  if (reader.match(ANY_OF_MANY) !== undefined) return [ANY];
  if (reader.isAt('[')) return [oneOf(reader.readClass())];
  const quoted = reader.match(QUOTED)?.[1];
  if (quoted !== undefined) return Array.from(quoted, (one) => oneOf(reader.folded([one])));
  // A bracket that opens nothing known here, as in `(?=`.
  if (reader.isAt('(')) throw new UnreadSyntaxError();
  const character = reader.match(CHARACTER)?.[0] ?? reader.readEscaped();
  return [oneOf(reader.folded([character]))];
}

function readGroup(reader: RegexReader, opening: RegExpExecArray): RegexNode {
  const { isFolding } = reader;
  reader.setFlags(opening[1], opening[2]);
  const node = readAlternatives(reader);
  if (!reader.takes(')')) throw new UnreadSyntaxError();
  reader.isFolding = isFolding;
  return node;
}

function oneOf(texts: readonly string[] | undefined): RegexNode {
  return texts === undefined ? ANY : { kind: 'oneOf', texts };
}

/** No text is shorter in which the pattern is found; 0 where it is not read. */
export function leastLengthOf(node: RegexNode | undefined): number {
  switch (node?.kind) {
    case undefined:
      return 0;
    case 'any':
    case 'oneOf':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + leastLengthOf(item), 0);
    case 'alternatives':
      return Math.min(...node.items.map(leastLengthOf));
    case 'repeat':
      return node.min * leastLengthOf(node.item);
  }
}
