// Text → text without case, one character for one, so that wildcards count the same on both sides.

/** The two characters whose lower case depends on context (Σ at the end of a word) or is two units long (İ). */
const SPECIAL = /[\u0130\u03a3]/;

/**
 * Folds case for comparison: each character by itself, never changing how many there are. Plain toLowerCase
 * turns `İ` into two units and `Σ` into `ς` or `σ` by its neighbours, so that a substring's fold would not be
 * a substring of the fold.
 */
export function foldCase(text: string): string {
  if (!SPECIAL.test(text)) return text.toLowerCase();
  return text
    .replaceAll('\u03a3', '\u03c3')
    .split('\u0130')
    .map((part) => part.toLowerCase())
    .join('\u0130');
}
