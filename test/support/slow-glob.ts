// A wildcard matcher that is obviously right and slow: the definition that the fast one is held against.

/** A wildcard, or one literal character (code point). */
export type Wild = { readonly wild: '*' | '?' } | { readonly literal: string };

/** True if the whole text matches: `*` is any run of characters, `?` exactly one, a literal itself. */
export function slowMatches(pattern: readonly Wild[], text: string): boolean {
  const characters = [...text];
  let reached = new Set([0]);
  for (const part of pattern) {
    const next = new Set<number>();
    for (const from of reached) for (const to of endsOf(part, characters, from)) next.add(to);
    reached = next;
  }
  return reached.has(characters.length);
}

function endsOf(part: Wild, characters: readonly string[], from: number): readonly number[] {
  if ('wild' in part && part.wild === '*') {
    return Array.from({ length: characters.length - from + 1 }, (_, count) => from + count);
  }
  if (from >= characters.length) return [];
  return 'wild' in part || characters[from] === part.literal ? [from + 1] : [];
}

/** A Sigma string → pattern, by the specification's words: `\` escapes `*`, `?` and itself, else it is itself. */
export function readSigmaString(source: string): readonly Wild[] {
  return [...source.matchAll(/\\[*?\\]|[\s\S]/gu)].map(([token]): Wild => {
    if (token === '*' || token === '?') return { wild: token };
    return { literal: token.length === 2 && token.startsWith('\\') ? token.slice(1) : token };
  });
}

/** Without case, character by character. */
export function lowered(pattern: readonly Wild[]): readonly Wild[] {
  return pattern.map((part) => ('wild' in part ? part : { literal: part.literal.toLowerCase() }));
}
