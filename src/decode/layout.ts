// The beginning of the text, from its first byte that is not white space → how its records are laid out.

import {
  CLOSE_ARRAY,
  isSpace,
  LF,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
  trimEnd,
} from './bytes.ts';
import { MAX_RECORD_BYTES } from './caps.ts';
import { EnvelopeKeys } from './envelope-keys.ts';
import { TokenScanner } from './token-scanner.ts';
import { ValueScanner } from './value-scanner.ts';

/** Characters of the longest number that may be the first thing in an array. */
const LONGEST_NUMBER = 64;

/** The layouts; docs/design/decode.md says which text has which. */
export type Layout = 'lines' | 'concatenated' | 'array' | 'wrapped';

/** What is known of the text. `isWhole`: nothing follows `bytes`. */
export interface Head {
  readonly bytes: Uint8Array;
  readonly isWhole: boolean;
}

/**
 * Decides by the first value, and by what stands behind it. Undefined = more bytes are needed. Never needs more
 * than one byte above the cap on records: what is longer cannot be a record.
 */
export function tellLayout({ bytes, isWhole }: Head): Layout | undefined {
  const isFull = bytes.length > MAX_RECORD_BYTES;
  const head = isFull ? bytes.subarray(0, MAX_RECORD_BYTES + 1) : bytes;
  const isLast = isWhole || isFull;
  if (head[0] === OPEN_OBJECT) return tellObject(head, isLast);
  return head[0] === OPEN_ARRAY ? tellArray(head, isLast) : 'lines';
}

function tellObject(head: Uint8Array, isLast: boolean): Layout | undefined {
  const keys = new EnvelopeKeys();
  const scanner = new ValueScanner(keys);
  const { end, array } = scanObject(head, isLast, scanner, keys);
  if (array === 'unknown') return undefined;
  if (array === 'sure') return 'wrapped';
  const isOverLines = scanner.newlines > 0;
  if (scanner.state === 'open') {
    if (!isLast) return undefined;
    if (array === 'doubtful') return 'wrapped';
    return isOverLines ? 'concatenated' : 'lines';
  }
  if (scanner.state !== 'closed') return 'lines';
  const wrapped = array === 'doubtful' ? tellPage(head, end, isLast, keys) : 'none';
  if (wrapped !== 'none') return wrapped;
  return isOverLines ? 'concatenated' : tellRestOfLine(head, end, isLast);
}

/** An object with `value`: a page alone in its text, or with no members but a page's; else a record. */
function tellPage(
  head: Uint8Array,
  end: number,
  isLast: boolean,
  keys: EnvelopeKeys,
): 'wrapped' | 'none' | undefined {
  const isAlone = skipSpace(head, end, head.length) === head.length;
  if (isAlone && !isLast) return undefined;
  return isAlone || !keys.hasOwnMembers ? 'wrapped' : 'none';
}

/** Scans the first object to its end, or to an array that surely holds records. */
function scanObject(
  head: Uint8Array,
  isLast: boolean,
  scanner: ValueScanner,
  keys: EnvelopeKeys,
): { readonly end: number; readonly array: 'none' | 'doubtful' | 'sure' | 'unknown' } {
  let array: 'none' | 'doubtful' = 'none';
  let end = scanner.scan(head, 0, head.length);
  for (; scanner.state === 'array'; end = scanner.scan(head, end, head.length)) {
    const element = firstElement(head, end);
    if (element === undefined && !isLast) return { end, array: 'unknown' };
    if (element === 'other') continue;
    if (keys.isSure()) return { end, array: 'sure' };
    array = 'doubtful';
  }
  return { end, array };
}

/** The first value stands on one line: is it alone there? */
function tellRestOfLine(head: Uint8Array, from: number, isLast: boolean): Layout | undefined {
  let at = from;
  while (at < head.length && isSpace(head[at]) && head[at] !== LF) at++;
  if (at === head.length) return isLast ? 'lines' : undefined;
  return head[at] === OPEN_OBJECT || head[at] === OPEN_ARRAY ? 'concatenated' : 'lines';
}

/** What an array that was entered holds: an object at all, nothing, or only other things. */
function firstElement(head: Uint8Array, from: number): 'object' | 'empty' | 'other' | undefined {
  let at = skipSpace(head, from, head.length);
  if (head[at] === CLOSE_ARRAY) return 'empty';
  while (at < head.length) {
    if (head[at] === OPEN_OBJECT) return 'object';
    if (head[at] === CLOSE_ARRAY || head[at] === OPEN_ARRAY) return 'other';
    // A comma, or a bare value up to the next one.
    const end = new TokenScanner('array').scan(head, at, head.length);
    at = end === at || head[end] === LF ? end + 1 : end;
  }
  return undefined;
}

/**
 * `[` also begins lines of plain text (`[2026-01-01 10:00] started`): a first element that is a bare word must
 * be JSON for the text to be an array.
 */
function tellArray(head: Uint8Array, isLast: boolean): Layout | undefined {
  const start = skipSpace(head, 1, head.length);
  if (start === head.length) return isLast ? 'array' : undefined;
  const first = head[start];
  if (first === OPEN_OBJECT || first === OPEN_ARRAY || first === CLOSE_ARRAY) return 'array';
  const token = new TokenScanner('array');
  const end = token.scan(head, start, head.length);
  if (token.state === 'open' && !isLast) return undefined;
  return isScalar(head.subarray(start, trimEnd(head, start, end))) ? 'array' : 'lines';
}

function isScalar(bytes: Uint8Array): boolean {
  if (bytes[0] === QUOTE) return bytes.length > 1 && bytes[bytes.length - 1] === QUOTE;
  if (bytes.length > LONGEST_NUMBER) return false;
  const text = String.fromCharCode(...bytes);
  return /^(null|true|false|-?\d+(\.\d+)?([eE][+-]?\d+)?)$/.test(text);
}
