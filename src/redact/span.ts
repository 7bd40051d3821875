// Places of secrets in a text → the text with marks there.

import { isMark, markOf, type SecretKind } from './mark.ts';

/** A secret in a text, in UTF-16 units: from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: SecretKind;
}

/** Words that stand where a secret may, and are none: what a rule leaves open, and switches. */
const NO_SECRET = /^(?:[*?]{0,8}|true|false|yes|no|null|none|on|off)$/i;

/** Ordered and disjoint: spans that touch one another's text become one, of the first one's kind. */
export function mergeSpans(text: string, spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  const secrets = spans.filter((span) => isSecret(text, span));
  for (const span of secrets.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else if (span.end > last.end) merged[merged.length - 1] = { ...last, end: span.end };
  }
  return merged;
}

/** Replaces each span by its mark. The spans must be ordered and disjoint. */
export function applySpans(text: string, spans: readonly Span[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, kind } of spans) {
    parts.push(text.slice(from, start), markOf(kind));
    from = end;
  }
  return parts.join('') + text.slice(from);
}

function isSecret(text: string, { start, end }: Span): boolean {
  if (end <= start) return false;
  const isLong = end - start > 40;
  const value = isLong ? '' : text.slice(start, end);
  return isLong || !(isMark(value) || NO_SECRET.test(value));
}
