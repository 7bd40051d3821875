// What the texts of IAM's policies have in common.

import type { JsonValue } from '../../model/index.ts';

/** IAM's `*` and `?`. Linear: a policy's author decides the pattern. */
export function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star: { readonly pattern: number; text: number } | undefined;
  for (let from = 0; from < text.length; ) {
    const want = pattern[at];
    if (want === '*') {
      star = { pattern: at, text: from };
      at++;
    } else if (want === '?' || want === text[from]) {
      at++;
      from++;
    } else if (star === undefined) return false;
    else {
      star.text++;
      at = star.pattern + 1;
      from = star.text;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** What stands alone or in a list. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
