// Options that say by their name that a secret follows → its place, of whichever program, inside quotes or not.

import { valueBehind } from './option-word.ts';
import { secretKindOf } from './secret-names.ts';
import type { Span } from './span.ts';
import type { WordReader } from './words.ts';

/** Longest word that is looked at. */
const MAX_WORD_CHARACTERS = 200;

/** An option at the end of a word, also behind the quote or bracket of a command inside another: `$x="--password`. */
const OPTION_AT_END = /(?:^|["'`({=,;|&])(?:--?|\/)([A-Za-z][\w.-]{0,80})$/;

/** `--password x`, `-Token x`, `/secret x`. Read apart from programs: nothing that they take can hide it. */
export function namedOptionSpans(reader: WordReader): readonly Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (let word = reader.wordAt(from); word !== undefined; word = reader.wordAt(from)) {
    from = word.end;
    if (word.end - word.start > MAX_WORD_CHARACTERS) continue;
    const [, name] = OPTION_AT_END.exec(reader.text.slice(word.start, word.end)) ?? [];
    const kind = name === undefined ? undefined : secretKindOf(name);
    const start = kind === undefined ? undefined : valueBehind(reader, word);
    if (kind === undefined || start === undefined) continue;
    const value = reader.valueAt(start);
    spans.push({ ...value, kind });
    from = Math.max(from, reader.after(value));
  }
  return spans;
}
