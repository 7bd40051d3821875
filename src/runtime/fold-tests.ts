// Folded texts × texts of a rule → does one hold? What generated code calls most.

import type { Folded } from './folds.ts';

/** True if the predicate holds for the text, or for one of the list. */
export function someText(folded: Folded, holds: (text: string) => boolean): boolean {
  return typeof folded === 'string' ? holds(folded) : folded.some(holds);
}

/** True if the text, or one of the list, is `wanted`. These spare a rule a function of its own for one text. */
export function foldIs(folded: Folded, wanted: string): boolean {
  return typeof folded === 'string' ? folded === wanted : folded.includes(wanted);
}

/** True if `wanted` stands in the text, or in one of the list. */
export function foldHas(folded: Folded, wanted: string): boolean {
  return typeof folded === 'string'
    ? folded.includes(wanted)
    : folded.some((text) => text.includes(wanted));
}

/** True if the text, or one of the list, begins with `wanted`. */
export function foldBegins(folded: Folded, wanted: string): boolean {
  return typeof folded === 'string'
    ? folded.startsWith(wanted)
    : folded.some((text) => text.startsWith(wanted));
}

/** True if the text, or one of the list, ends with `wanted`. */
export function foldEnds(folded: Folded, wanted: string): boolean {
  return typeof folded === 'string'
    ? folded.endsWith(wanted)
    : folded.some((text) => text.endsWith(wanted));
}

/** True if one of the texts stands in it. A loop: written out, long lists would take seconds to compile. */
export function hasAny(text: string, wanted: readonly string[]): boolean {
  for (const one of wanted) if (text.includes(one)) return true;
  return false;
}

/** True if it begins with one of the texts. */
export function beginsWithAny(text: string, wanted: readonly string[]): boolean {
  for (const one of wanted) if (text.startsWith(one)) return true;
  return false;
}

/** True if it ends with one of the texts. */
export function endsWithAny(text: string, wanted: readonly string[]): boolean {
  for (const one of wanted) if (text.endsWith(one)) return true;
  return false;
}

/** True if the text holds nothing beyond ASCII, so that no text beyond ASCII stands in it. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

const BEYOND_ASCII = /[^\0-\x7f]/;
