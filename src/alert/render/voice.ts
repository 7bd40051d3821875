// Texts of rules and logs → the same as a channel may be told them: safe, escaped, marked as the log's, and short.

import { safeText } from '../../model/index.ts';

/** Text of a rule: prose. */
interface Prose {
  readonly kind: 'prose';
  readonly text: string;
  readonly max: number;
}

/** Text of a log: quoted. */
interface Logged {
  readonly kind: 'logged';
  readonly text: string;
  readonly max: number;
}

/** What a line is made of; a bare text is our own words. */
export type Piece = string | Prose | Logged;

/** Pieces, one behind the other. */
export type Line = readonly Piece[];

/** A rule's text, at most `max` as the channel measures what is sent. */
export const prose = (text: string, max: number): Prose => ({ kind: 'prose', text, max });

/** A log's text, at most `max` as the channel measures what is sent, its quotes included. */
export const logged = (text: string, max: number): Logged => ({ kind: 'logged', text, max });

/** How a channel has to be spoken to. */
export interface Voice {
  /** Takes from a text what the channel would act upon although it is escaped: links it makes by itself. */
  readonly disarm: (text: string) => string;
  /** Character → what stands for it. */
  readonly escapes: ReadonlyMap<string, string>;
  /** Stands before and behind what a log says; nothing of it is left in the text between. */
  readonly quote: string;
  /** Size of a text that is sent, by the channel's measure. */
  readonly sizeOf: (text: string) => number;
}

const CUT_MARK = '…';

/** The line as it is sent. */
export function spoken(line: Line, voice: Voice): string {
  return line.map((piece) => spokenPiece(piece, voice)).join('');
}

function spokenPiece(piece: Piece, voice: Voice): string {
  if (typeof piece === 'string') return piece;
  const { text, max } = piece;
  if (piece.kind === 'prose') return fitted(text, max, voice);
  if (text.trim() === '') return '(empty)';
  const { quote, sizeOf } = voice;
  return quote + fitted(text, max - 2 * sizeOf(quote), voice) + quote;
}

/**
 * The text, safe and escaped, at most `max` in all: what is too long is cut in its middle, where a path says least.
 * Never half a character or half an escape.
 */
export function fitted(text: string, max: number, { disarm, escapes, sizeOf }: Voice): string {
  // What lies between is cut in any case; a value of a log may have millions of characters.
  const isHuge = text.length > 4 * max;
  const ends = isHuge ? text.slice(0, 2 * max) + text.slice(-2 * max) : text;
  const parts = [...disarm(safeText(ends))].map((part) => escapes.get(part) ?? part);
  const sizes = parts.map(sizeOf);
  if (!isHuge && sum(sizes) <= max) return parts.join('');
  const room = max - sizeOf(CUT_MARK);
  const head = countWithin(sizes, Math.floor(room / 2));
  const rest = sizes.slice(head).reverse();
  const tail = countWithin(rest, room - sum(sizes.slice(0, head)));
  return `${parts.slice(0, head).join('')}${CUT_MARK}${parts.slice(parts.length - tail).join('')}`;
}

/** The text as it is, escaped; undefined where the channel could not be told it word for word, or not within `max`. */
export function wordForWord(text: string, max: number, voice: Voice): string | undefined {
  const { disarm, escapes, quote, sizeOf } = voice;
  const lines = text.split('\n');
  const isSafe = lines.every((line) => disarm(safeText(line)) === line);
  if (!isSafe || (quote !== '' && text.includes(quote)) || text.length > max) return undefined;
  const escaped = [...text].map((part) => escapes.get(part) ?? part).join('');
  return sizeOf(escaped) <= max ? escaped : undefined;
}

/** How many of the sizes, from the first, fit into `max` together. */
function countWithin(sizes: readonly number[], max: number): number {
  let used = 0;
  const beyond = sizes.findIndex((size) => {
    used += size;
    return used > max;
  });
  return beyond < 0 ? sizes.length : beyond;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
