// Four characters of a text as one number: by these, many texts are found at once.

/** Characters by which a text is found. */
export const GRAM = 4;

/** Bits of a hash. */
export const WORD = 32;
/** Knuth's multiplicative hash: 2^32 over the golden ratio. */
export const GOLDEN = 0x9e3779b1;

/** Bits by which each further character moves the value; after {@link GRAM} of them a character has left. */
const STEP = 8;
const UPPER_A = 65;
const LETTERS = 26;
const CASE_BIT = 32;

/** The greatest code of ASCII. Beyond it, a fold can be any character. */
export const MAX_ASCII = 127;

/** A code unit without case, within ASCII. */
export function foldUnit(code: number): number {
  return (code - UPPER_A) >>> 0 < LETTERS ? code | CASE_BIT : code;
}

/** The value after one more character; those of more than {@link GRAM} before do not matter. */
export function roll(gram: number, code: number): number {
  return (gram << STEP) ^ code;
}

/** The value of the characters of a folded text from `offset` on. */
export function gramAt(text: string, offset: number): number {
  let gram = 0;
  for (let at = offset; at < offset + GRAM; at++) gram = roll(gram, text.charCodeAt(at));
  return gram;
}

/** How often each value occurs in the texts. */
export function countGrams(texts: readonly string[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const text of texts) {
    for (let offset = 0; offset + GRAM <= text.length; offset++) {
      const gram = gramAt(text, offset);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}
