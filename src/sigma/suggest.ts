// A misspelt word × the known words → "; did you mean …?".

import { distance } from 'fastest-levenshtein';

/** Longer words are no names of anything here; the distance takes time in proportion to both lengths. */
const MAX_LENGTH = 64;

/** A clause to end "`name` is missing" with, where one of the search identifiers is probably meant to be it. */
export function mistakenFor(name: string, identifiers: readonly string[]): string {
  const near = identifiers.find((identifier) => suggest(identifier, [name]) !== '');
  return near === undefined ? '' : `; found "${near}", which is read as a search identifier`;
}

/**
 * A clause to end a message with; empty where nothing known is near: a slip in three letters, at most two. One letter
 * is near to every other, so only its case can be a slip.
 */
export function suggest(word: string, known: Iterable<string>): string {
  let best: string | undefined;
  let bestDistance = (word.length < 2 ? 0 : Math.min(2, Math.ceil(word.length / 3))) + 1;
  if (word.length > MAX_LENGTH) return '';
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const found = distance(word.toLowerCase(), candidate.toLowerCase());
    if (found >= bestDistance) continue;
    best = candidate;
    bestDistance = found;
  }
  return best === undefined ? '' : `; did you mean "${best}"?`;
}
