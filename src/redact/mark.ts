// A secret → the mark that stands in its place.

/** What was taken out. Named in the mark, so that a reader knows what to look for in the evidence. */
export type SecretKind =
  | 'password'
  | 'token'
  | 'key'
  | 'private-key'
  | 'hash'
  | 'encoded-command'
  | 'text';

const OPEN = '‹redacted:';
const CLOSE = '›';

/** A whole mark, whoever wrote it. */
const MARK = /^‹redacted:[a-z-]{1,20}›$/;

/** `‹redacted:password›`. Holds no quote, blank or separator: what stands around it keeps its meaning. */
export function markOf(kind: SecretKind): string {
  return `${OPEN}${kind}${CLOSE}`;
}

/** True for a text that is one mark and nothing else. */
export function isMark(text: string): boolean {
  return text.length <= 40 && MARK.test(text);
}
