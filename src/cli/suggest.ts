// A misspelt word × the known words → what was meant, or what could have been.

import { suggest } from '../sigma/index.ts';

/** A clause to end a message with; where nothing is near, the known words themselves. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '; there are none';
  return suggest(word, known) || `; expected one of ${known.join(', ')}`;
}
