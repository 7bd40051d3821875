// Bytes and a needle → where it occurs next, and what follows the name of a member.

import type { Buffer } from 'node:buffer';
import { CLOSE_OBJECT, COLON, COMMA, EMPTY, isSpace } from './bytes.ts';

/** Where a needle occurs next. The answer is kept, so that all lines of a chunk together search it once. */
export class Cursor {
  readonly #needle: string;
  #bytes: Buffer = EMPTY;
  #next = -1;

  /** @param needle ASCII, at most 7 bytes, the first of them rare: longer ones are searched for four times slower */
  constructor(needle: string) {
    this.#needle = needle;
  }

  enter(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#next = -1;
  }

  /** The first occurrence at or behind `from`; Infinity where there is none. Ask in ascending order. */
  find(from: number): number {
    if (this.#next >= from) return this.#next;
    const at = this.#bytes.indexOf(this.#needle, from, 'latin1');
    this.#next = at === -1 ? Number.POSITIVE_INFINITY : at;
    return this.#next;
  }
}

/** Where the value of a member begins whose key ends before `at`; where none does, `at`, and no value stands there. */
export function behindColon(bytes: Buffer, at: number): number {
  let next = at;
  while (isSpace(bytes[next])) next++;
  if (bytes[next++] !== COLON) return at;
  while (isSpace(bytes[next])) next++;
  return next;
}

/** `,`, `}` or white space. */
export function isEndOfNumber(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_OBJECT || isSpace(byte);
}
