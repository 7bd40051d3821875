// A value of a log, however long, → a short safe text.

import { middleCut, safeText } from '../model/index.ts';

/** The text made safe and cut in its middle to `maxCharacters`. */
export function shown(text: string, maxCharacters: number): string {
  const isHuge = text.length > 4 * maxCharacters;
  // What lies between is cut in any case; a value of a log may have millions of characters.
  const ends = isHuge ? text.slice(0, 2 * maxCharacters) + text.slice(-2 * maxCharacters) : text;
  return middleCut(safeText(ends), maxCharacters);
}
