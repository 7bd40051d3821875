// What stands where a record should begin (a bare number, text, debris) → where it ends.

import { BACKSLASH, CLOSE_ARRAY, COMMA, LF, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './bytes.ts';

/**
 * Runs to the end of the line, or before it to where a record may begin again: at a bracket that opens and,
 * in an array, at its comma or closing bracket. Brackets and commas inside quotes do not count.
 */
export class TokenScanner {
  state: 'open' | 'closed' = 'open';
  readonly newlines = 0;
  readonly #isInArray: boolean;
  #isInString = false;
  #isEscaped = false;

  constructor(container: 'top' | 'array') {
    this.#isInArray = container === 'array';
  }

  /** Scans `[from, to)`; returns the index of the byte that ends the token, or `to`. */
  scan(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (byte === LF || (!this.#isInString && this.#isDelimiter(byte))) {
        this.state = 'closed';
        return at;
      }
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === QUOTE) this.#isInString = !this.#isInString;
      else this.#isEscaped = this.#isInString && byte === BACKSLASH;
    }
    return to;
  }

  #isDelimiter(byte: number | undefined): boolean {
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return true;
    return this.#isInArray && (byte === COMMA || byte === CLOSE_ARRAY);
  }
}
