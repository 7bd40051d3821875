// What a service answered → a line of it that may be logged: short, harmless, without the secrets it was sent.

import { safeText } from '../../model/index.ts';

const MAX_CHARACTERS = 300;
const MARK = '‹redacted›';
/** Shorter parts of a secret are words of everybody's. */
const MIN_PART = 8;

/** The line; empty where nothing was said. */
export function saidLine(body: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap(partsOf).sort((a, b) => b.length - a.length);
  const clean = parts.reduce((text, part) => withoutStart(text.replaceAll(part, MARK), part), body);
  const points = [...safeText(clean.replace(/\s+/g, ' ').trim())];
  if (points.length <= MAX_CHARACTERS) return points.join('');
  return `${points.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}

/** The text without what it ends in, if that is the start of the part: an answer is read to a bound, or breaks off. */
function withoutStart(text: string, part: string): string {
  for (let length = part.length - 1; length >= MIN_PART; length--) {
    if (text.endsWith(part.slice(0, length))) return text.slice(0, -length) + MARK;
  }
  return text;
}

/** The secret, its parts between slashes, and each as JSON and URLs write it. */
function partsOf(secret: string): readonly string[] {
  const parts = [secret, ...secret.split('/').filter((part) => part.length >= MIN_PART)];
  const written = parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    part.replaceAll('/', '\\/'),
  ]);
  return [...new Set(written)].filter((part) => part !== '');
}
