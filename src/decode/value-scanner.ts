// The bytes of one JSON object or array, in any pieces → where it ends, without parsing it.

import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  LF,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from './bytes.ts';
import { MAX_DEPTH } from './caps.ts';
import type { EnvelopeKeys } from './envelope-keys.ts';

/**
 * `open`: the bytes ended inside. `closed`: its last bracket was read. `array`: an envelope's array was entered.
 * The rest are faults, at the index returned: a bracket opens where no value may stand (`broken`: the value
 * before was cut), closes the other kind (`mismatch`), a line ends inside a string (`torn`), too deep (`deep`).
 */
export type ScanState = 'open' | 'closed' | 'array' | 'broken' | 'mismatch' | 'torn' | 'deep';

/** What the scanner may meet next: a value (a bracket may open), a key, or neither. */
type Expected = 'value' | 'key' | 'other';

// Classes of bytes that mean something outside a string.
const SPACE = 1;
const PUNCTUATION = 2;
const CLASSES = new Uint8Array(256);
for (const byte of [0x20, 0x09, 0x0d]) CLASSES[byte] = SPACE;
for (const byte of [LF, QUOTE, COMMA, COLON]) CLASSES[byte] = PUNCTUATION;
for (const byte of [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT])
  CLASSES[byte] = PUNCTUATION;

/**
 * Finds the end of a value by its brackets, knowing strings. It is no validator (JSON.parse is), but it sees
 * where the next record begins inside a broken one, so that a cut record does not swallow its neighbours.
 */
export class ValueScanner {
  state: ScanState = 'open';
  /** Open brackets. */
  depth = 0;
  /** Line feeds passed. */
  newlines = 0;
  /** Set where nesting beyond the cap is a fault; else brackets there are counted, not checked. */
  refusesDepth = false;
  /** Kind of the bracket at each depth, as its opening byte; not kept beyond the cap. */
  readonly #kinds: number[] = [0];
  readonly #keys: EnvelopeKeys | undefined;
  #expected: Expected = 'value';
  #isInString = false;
  #isEscaped = false;

  /** With `keys` the scanner stops inside the array of an envelope. */
  constructor(keys?: EnvelopeKeys) {
    this.#keys = keys;
  }

  /** Scans `[from, to)`; the first call begins at the opening bracket. Returns where it stopped. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    this.state = 'open';
    let at = from;
    while (at < to) {
      if (this.#isInString) {
        at = this.#scanString(bytes, at, to);
      } else {
        const byte = bytes[at] ?? 0;
        const kind = CLASSES[byte];
        if (kind === PUNCTUATION) at = this.#punctuation(byte, at);
        else {
          if (kind !== SPACE) this.#expected = 'other';
          at++;
        }
      }
      if (this.state !== 'open') return at;
    }
    return to;
  }

  /** Goes on behind the array that `array` stopped in, as if its `]` had been read. */
  leaveArray(): void {
    this.depth--;
    this.#expected = 'other';
  }

  /** Scans inside a string; returns the index behind its closing quote. */
  #scanString(bytes: Uint8Array, from: number, to: number): number {
    const end = this.#findQuote(bytes, from, to);
    const isClosed = end < to && this.state === 'open';
    if (this.#keys !== undefined && this.depth === 1 && this.#expected === 'key') {
      this.#keys.append(bytes.subarray(from, end));
      if (isClosed) this.#keys.end();
    }
    if (!isClosed) return end;
    this.#isInString = false;
    this.#expected = 'other';
    return end + 1;
  }

  /** Index of the quote that closes the string, or `to`; stops at a line feed, which no string may hold. */
  #findQuote(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (byte === LF) {
        this.state = 'torn';
        return at;
      }
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === QUOTE) return at;
      else if (byte === BACKSLASH) this.#isEscaped = true;
    }
    return to;
  }

  #punctuation(byte: number, at: number): number {
    switch (byte) {
      case QUOTE:
        this.#isInString = true;
        return at + 1;
      case LF:
        this.newlines++;
        return at + 1;
      case COLON:
        this.#expected = 'value';
        return at + 1;
      case COMMA:
        this.#expected = this.#isInObject() ? 'key' : 'value';
        return at + 1;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        return this.#openBracket(byte, at);
      default:
        return this.#closeBracket(byte, at);
    }
  }

  #openBracket(byte: number, at: number): number {
    const isShallow = this.depth < MAX_DEPTH;
    if (isShallow && this.#expected !== 'value') this.state = 'broken';
    else if (!isShallow && this.refusesDepth) this.state = 'deep';
    if (this.state !== 'open') return at;
    if (isShallow) this.#kinds[this.depth + 1] = byte;
    this.depth++;
    const isEnvelope = byte === OPEN_ARRAY && this.depth === 2 && this.#isInEnvelope();
    if (isEnvelope) this.state = 'array';
    this.#expected = byte === OPEN_OBJECT ? 'key' : 'value';
    return at + 1;
  }

  #closeBracket(byte: number, at: number): number {
    // An ASCII bracket closes two above where it opens: `[` 5B, `]` 5D, `{` 7B, `}` 7D.
    if (this.depth <= MAX_DEPTH && this.#kinds[this.depth] !== byte - 2) {
      this.state = 'mismatch';
      return at;
    }
    this.depth--;
    this.#expected = 'other';
    if (this.depth === 0) this.state = 'closed';
    return at + 1;
  }

  #isInObject(): boolean {
    return this.depth <= MAX_DEPTH && this.#kinds[this.depth] === OPEN_OBJECT;
  }

  #isInEnvelope(): boolean {
    return this.#kinds[1] === OPEN_OBJECT && this.#keys !== undefined && this.#keys.isArrayKey();
  }
}
