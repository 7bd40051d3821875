// A word of a command line → the option it is, and where its value stands.

import { secretKindOf } from './secret-names.ts';
import type { Word, WordReader } from './words.ts';

/** Longer words are no name of a program or option. */
export const MAX_NAME_CHARACTERS = 300;

/** Words that end one command and begin the next. */
export const SEPARATOR = /^(?:[|&;]{1,2}|[({]|&\()$/;
/** `-name`, `--name`, `/name`. */
export const OPTION = /^(?:--?|\/)([A-Za-z][\w.-]*)$/;

/** A flag as programs write them: letters and dashes. `-Passw0rd` is a value. */
const FLAG = /^--?[A-Za-z][A-Za-z-]*(?:[=:]|$)/;
/** A PowerShell expression: `(ConvertTo-SecureString 'x')` holds the secret, its cmdlet is none. */
const EXPRESSION = /^\$?\([A-Za-z]+-[A-Za-z]+/;
/** Where a command's output goes, or its input comes from. */
const REDIRECTION = /^\d?[<>]/;

/** Start of the value behind an option; undefined where another option follows, or nothing. */
export function valueBehind(reader: WordReader, word: Word): number | undefined {
  const next = reader.wordAt(word.end);
  if (next === undefined) return undefined;
  const text = reader.text.slice(next.start, Math.min(next.end, next.start + 64));
  const isWindows = reader.text[word.start] === '/';
  const isOption = FLAG.test(text) && (!isWindows || isSecretOption(text));
  const isNone = [SEPARATOR, REDIRECTION, EXPRESSION].some((each) => each.test(text)) || isOption;
  return isNone ? undefined : next.start;
}

/** An option that takes a secret itself is no other option's value. */
function isSecretOption(text: string): boolean {
  const [, name] = OPTION.exec(text) ?? [];
  return name !== undefined && secretKindOf(name) !== undefined;
}

/** Without the quotes and brackets that stand before a command inside another one's argument. */
export function bare(word: string): string {
  return word.slice(0, MAX_NAME_CHARACTERS).replace(/^[\\"'`({&@]{1,8}(?=[^\\"'`({&@])/, '');
}
