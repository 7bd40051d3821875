// Foreign text (a parser's words, an error's cause) → printable ASCII that is safe in a message.

import { MAX_QUOTED_CHARS } from './caps.ts';

/**
 * Escapes all that is not printable ASCII (control, escape, bidi characters: promise P6) as `\u{hex}` and
 * cuts the text to 200 characters.
 */
export function quoteText(text: string): string {
  const cut = text.slice(0, MAX_QUOTED_CHARS);
  const safe = cut.replace(/[^ -~]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
  return text.length > cut.length ? `${safe}...` : safe;
}

/** What a thrown value says, escaped and cut; its code in front where it has one. */
export function quoteCause(cause: unknown): string {
  if (!(cause instanceof Error)) return quoteText(String(cause));
  const code = 'code' in cause && typeof cause.code === 'string' ? `${cause.code}: ` : '';
  // The system's errors begin with their code already.
  return quoteText(cause.message.startsWith(code) ? cause.message : code + cause.message);
}
