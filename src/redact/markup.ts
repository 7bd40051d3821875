// Secrets that markup or the registry names → their places.

import { secretKindOf } from './secret-names.ts';
import type { Span } from './span.ts';
import type { WordReader } from './words.ts';

/** `<password>secret</password>`. */
const ELEMENT = /<([\w:.-]{1,80})>([^<>]{1,512})(?=<)/g;
/** `key="Password" value="secret"`. */
const ATTRIBUTE = /\b(?:key|name)=\\?["']([\w:.-]{1,80})\\?["']\s{1,8}value=/gi;
/** `reg add … /v DefaultPassword … /d secret`. */
const REGISTRY = /\s\/v\s{1,4}["']?([\w.-]{1,80})["']?(?=\s)/gi;
const DATA = /\s\/d\s{1,4}/i;
/** How far behind its name the value of the registry is looked for. */
const MAX_REACH = 200;

/** Finds them all. */
export function markupSpans(reader: WordReader): readonly Span[] {
  const { text } = reader;
  return [
    ...named(text, ELEMENT, (match, end) => ({ start: end - (match[2] ?? '').length, end })),
    ...named(text, ATTRIBUTE, (_match, end) => reader.valueAt(end)),
    ...named(text, REGISTRY, (_match, end) => {
      const data = DATA.exec(text.slice(end, end + MAX_REACH));
      return data === null ? undefined : reader.valueAt(end + data.index + data[0].length);
    }),
  ];
}

/** The values of those matches whose first group names a secret. */
function named(
  text: string,
  pattern: RegExp,
  valueOfMatch: (match: RegExpExecArray, end: number) => Omit<Span, 'kind'> | undefined,
): readonly Span[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const kind = secretKindOf(match[1] ?? '');
    const value = kind && valueOfMatch(match, match.index + match[0].length);
    return kind === undefined || value === undefined ? [] : [{ ...value, kind }];
  });
}
