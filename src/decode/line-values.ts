// A line that is not plainly one object → the JSON values that make it up.

import type { Buffer } from 'node:buffer';
import { CLOSE_OBJECT, isSpace, OPEN_ARRAY, OPEN_OBJECT, skipSpace } from './bytes.ts';
import { ValueScanner } from './value-scanner.ts';

/** The values of a line. */
export interface LineValues {
  /** Behind the first value, if that is closed: the others are found again when they are asked for. */
  readonly firstEnd: number;
  /** `whole`: nothing else stands in the line. `broken`: something else does. `open`: the last one goes on. */
  readonly kind: 'whole' | 'broken' | 'open';
  /** Where the open value begins. */
  readonly openStart: number;
  /** The scanner inside the open value. */
  readonly scanner: ValueScanner;
}

/**
 * True where a line that begins with `{` and ends with `}` cannot hold a second object: no `}` in it is followed
 * by `{`. Hops from brace to brace natively; a false alarm from inside a string only costs a scan.
 */
export function isOneObject(bytes: Buffer, start: number, end: number): boolean {
  const last = end - 1;
  let at = bytes.indexOf(CLOSE_OBJECT, start);
  while (at < last) {
    let next = at + 1;
    while (isSpace(bytes[next])) next++;
    if (bytes[next] === OPEN_OBJECT) return false;
    at = bytes.indexOf(CLOSE_OBJECT, next);
  }
  return true;
}

/** Splits `[start, end)`, which holds no line feed. */
export function splitLine(bytes: Uint8Array, start: number, end: number): LineValues {
  let firstEnd: number | undefined;
  for (let at = skipSpace(bytes, start, end); ; ) {
    const scanner = new ValueScanner();
    if (at === end) return { firstEnd: firstEnd ?? end, kind: 'whole', openStart: end, scanner };
    const isBracket = bytes[at] === OPEN_OBJECT || bytes[at] === OPEN_ARRAY;
    const valueEnd = isBracket ? scanner.scan(bytes, at, end) : at;
    if (!isBracket || scanner.state !== 'closed') {
      const kind = isBracket && scanner.state === 'open' ? 'open' : 'broken';
      return { firstEnd: firstEnd ?? at, kind, openStart: at, scanner };
    }
    firstEnd ??= valueEnd;
    at = skipSpace(bytes, valueEnd, end);
  }
}
