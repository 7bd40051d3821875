// A line and a spec of what matters → whether the line is parsed, set aside or passed over. Native searches over whole chunks.

import { type Buffer, isUtf8 } from 'node:buffer';
import {
  type KindPlace,
  type LineMark,
  type LinePicking,
  type LineSpec,
  PROBE_EVERY,
} from '../model/index.ts';
import { BACKSLASH, COLON, EMPTY, isSpace, LF, QUOTE } from './bytes.ts';
import { behindColon, Cursor, isEndOfNumber } from './cursor.ts';

const HASH = 0x23;
const AMPERSAND = 0x26;
const ZERO = 0x30;
const LETTER_E = 0x65;
const LETTER_U = 0x75;
/** The bit that tells small letters from capitals. */
const SMALL = 0x20;

/** Bytes that go on with a number or a word: digits, letters, `.`, `-`, `_`. */
const WORD = new Uint8Array(256);
for (const char of '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_') {
  WORD[char.charCodeAt(0)] = 1;
}
const DOT = 0x2e;

/** Letters of JSON's short escapes: `\t445` is white space and 445. */
const SHORT_ESCAPES = new Set([...'bfnrt'].map((char) => char.charCodeAt(0)));

/** What matters of a line by what its kind is. */
type Worth = 'loud' | 'late' | 'quiet';

/** What is done with a line. */
export type LineFate = 'give' | 'setAside' | 'pass';

/** By what is asked for and what a line is worth. */
export const FATES: Readonly<Record<LinePicking['gives'], Readonly<Record<Worth, LineFate>>>> = {
  worth: { loud: 'give', late: 'setAside', quiet: 'pass' },
  offering: { loud: 'give', late: 'give', quiet: 'pass' },
  late: { loud: 'pass', late: 'give', quiet: 'pass' },
  rest: { loud: 'pass', late: 'give', quiet: 'give' },
};

/** Looks at the lines of one chunk after the other. Its answers depend on the line and its ordinal alone. */
export class LineScreen {
  readonly #spec: LineSpec;
  readonly #numbers: readonly { readonly cursor: Cursor; readonly length: number }[];
  readonly #kinds: readonly { readonly place: KindPlace; readonly cursor: Cursor }[];
  readonly #escapes = new Cursor('\\u00');
  readonly #entities: Cursor | undefined;
  #bytes: Buffer = EMPTY;
  #isUtf8: boolean | undefined;

  constructor(spec: LineSpec) {
    this.#spec = spec;
    this.#numbers = spec.numbers.map((digits) => ({
      cursor: new Cursor(digits),
      length: digits.length,
    }));
    this.#kinds = spec.kinds.places.map((place) => ({
      place,
      cursor: new Cursor(place.needle),
    }));
    this.#entities = spec.hasEntities ? new Cursor('&#') : undefined;
  }

  /** Sets the bytes that the next lines are of; they are asked for in their order. */
  enter(bytes: Buffer): void {
    if (bytes === this.#bytes) return;
    this.#bytes = bytes;
    this.#isUtf8 = undefined;
    for (const { cursor } of this.#numbers) cursor.enter(bytes);
    for (const { cursor } of this.#kinds) cursor.enter(bytes);
    this.#escapes.enter(bytes);
    this.#entities?.enter(bytes);
  }

  /** What the picking does with the line `[start, end)`, which is framed as one object. */
  fateOf({ from, to, gives }: LinePicking, ordinal: number, start: number, end: number): LineFate {
    const isAsked = ordinal >= from && ordinal < to && ordinal % PROBE_EVERY !== 0;
    return FATES[gives][isAsked ? this.#worthOf(start, end) : 'loud'];
  }

  #worthOf(start: number, end: number): Worth {
    if (this.#hasNumber(start, end)) return 'loud';
    const worth = this.#worthOfKind(start, end);
    if (worth === 'loud' || this.#hasTellingEscape(start, end)) return 'loud';
    const hasEntity = (this.#entities?.find(start) ?? end) < end;
    return hasEntity || !this.#isText(start, end) ? 'loud' : worth;
  }

  /** The whole lines of a chunk are looked at together; a chunk with a broken one is looked at line by line. */
  #isText(start: number, end: number): boolean {
    const bytes = this.#bytes;
    this.#isUtf8 ??= isText(bytes);
    return this.#isUtf8 || isUtf8(bytes.subarray(start, end));
  }

  #hasNumber(start: number, end: number): boolean {
    for (const { cursor, length } of this.#numbers) {
      for (let at = cursor.find(start); at < end; at = cursor.find(at + 1)) {
        if (this.#standsAlone(at, at + length)) return true;
      }
    }
    return false;
  }

  /** True if the digits `[from, to)` are no part of a longer word; zeros before them are of the number. */
  #standsAlone(from: number, to: number): boolean {
    const bytes = this.#bytes;
    const behind = bytes[to] ?? 0;
    // An exponent of 0 leaves the number what it is: 445e0.
    const goesOn = WORD[behind] === 1 && behind !== DOT && (behind | SMALL) !== LETTER_E;
    if (goesOn) return false;
    let first = from;
    while (bytes[first - 1] === ZERO && !this.#endsEscape(first)) first--;
    return WORD[bytes[first - 1] ?? 0] !== 1 || this.#endsEscape(first);
  }

  /** True if an escape ends before `at`: what it stands for is not known here. */
  #endsEscape(at: number): boolean {
    const bytes = this.#bytes;
    if (bytes[at - 2] === BACKSLASH && SHORT_ESCAPES.has(bytes[at - 1] ?? 0)) return true;
    return bytes[at - 6] === BACKSLASH && bytes[at - 5] === LETTER_U;
  }

  /** Escapes that spell a letter, a digit or a point could hide what is searched for. */
  #hasTellingEscape(start: number, end: number): boolean {
    for (let at = this.#escapes.find(start); at < end; at = this.#escapes.find(at + 1)) {
      const code = Number.parseInt(this.#bytes.toString('latin1', at + 4, at + 6), 16);
      const isHarmless = code < 0x2b || (code > 0x3a && code < 0x41) || code > 0x7a;
      if (!isHarmless || (this.#entities !== undefined && this.#beginsEntity(code, at)))
        return true;
    }
    return false;
  }

  /** True if the escape of that code at `at` may be the `&` or the `#` of a character that XML writes as a number. */
  #beginsEntity(code: number, at: number): boolean {
    const bytes = this.#bytes;
    const next = bytes[at + 6];
    return (
      (code === AMPERSAND && (next === HASH || next === BACKSLASH)) ||
      (code === HASH && bytes[at - 1] === AMPERSAND)
    );
  }

  /** Of several places the one that is worth most counts. */
  #worthOfKind(start: number, end: number): Worth {
    let worth: Worth | undefined;
    for (const { place, cursor } of this.#kinds) {
      for (let at = cursor.find(start); at < end; at = cursor.find(at + 1)) {
        const one = this.#worthAt(at, place, start, end);
        if (one === 'loud') return one;
        if (worth !== 'late') worth = one;
      }
    }
    return worth ?? 'loud';
  }

  #worthAt(at: number, place: KindPlace, start: number, end: number): Worth {
    const kind = this.#kindAt(at, place, end);
    if (kind === undefined) return 'loud';
    const { kinds, others } = this.#spec.kinds;
    const screen = kinds.get(kind) ?? others;
    if (typeof screen === 'string') return screen;
    return this.#hasMark(screen, start, end) ? 'loud' : 'quiet';
  }

  #hasMark({ texts }: LineMark, start: number, end: number): boolean {
    // Letters beyond ASCII become others, but of no valid UTF-8 the bytes that a text has; what is none is loud.
    const line = this.#bytes.toString('latin1', start, end).toLowerCase();
    return texts.some((text) => line.includes(text));
  }

  /** The kind that is named where the needle was found; undefined where something else stands there. */
  #kindAt(at: number, place: KindPlace, end: number): string | undefined {
    const bytes = this.#bytes;
    const from = at - place.before.length;
    let next = at + place.needle.length + place.behind.length;
    const around = bytes.toString('latin1', Math.max(from, 0), next);
    if (around !== place.before + place.needle + place.behind) return undefined;
    if (place.key !== undefined && !isValueOf(bytes, from, place.key)) return undefined;
    if (place.isKey) next = behindColon(bytes, next);
    const isText = !place.isKey || bytes[next] === QUOTE;
    if (place.isKey && isText) next++;
    let close = next;
    while (close < end && WORD[bytes[close] ?? 0] === 1) close++;
    const isWhole = isText ? bytes[close] === QUOTE : isEndOfNumber(bytes[close]);
    return isWhole && close > next ? bytes.toString('latin1', next, close) : undefined;
  }
}

/** True if the whole lines of a chunk are valid UTF-8. A line without its line feed is none. */
export function isText(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf(LF) + 1;
  return end > 0 && isUtf8(bytes.subarray(0, end));
}

/** True if the value that begins at `at` is of a member whose key ends with `key`, its quote included. */
function isValueOf(bytes: Buffer, at: number, key: string): boolean {
  let before = at - 1;
  while (isSpace(bytes[before])) before--;
  if (bytes[before--] !== COLON) return false;
  while (isSpace(bytes[before])) before--;
  for (let index = key.length - 1; index >= 0; index--) {
    if (bytes[before--] !== key.charCodeAt(index)) return false;
  }
  return true;
}
