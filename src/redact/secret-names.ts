// The name of an option, variable or key → whether what is given to it is a secret.

import type { SecretKind } from './mark.ts';

/** Count wherever they end a name: `PGPASSWORD`, `db.password`, `sapwd`. */
const STRONG =
  'password|passwd|passphrase|passwort|passcode|pwd|secret|secret[_-]?(?:access[_-]?)?key';

/** Count as a word of their own only: `compass` holds no password. */
const WEAK =
  'pass|token|api[_-]?key|access[_-]?key|account[_-]?key|auth[_-]?key|shared[_-]?key|' +
  'shared[_-]?access[_-]?(?:key|signature)|storage[_-]?key|encryption[_-]?key|sig|ntlm[_-]?hash';

/** What may follow the word in a name without making it another thing, as in `PasswordNeverExpires`. */
const SUFFIX = '(?:[_-]?(?:text|value|plain|\\d{1,3}))?';

/** The longest name that is looked at. */
const MAX_NAME_CHARACTERS = 80;

/** The secret word of a name at its end. Group 1 is a strong word, group 2 a weak one. */
const NAME_END = new RegExp(`(?:(${STRONG})|(${WEAK}))${SUFFIX}$`, 'i');

/**
 * A secret word (group 1), then what gives it a value: `Password = `, `"token": `. The words are literals and every
 * repetition is bounded, so that looking for it is linear.
 */
export const ASSIGNMENT = new RegExp(
  `((?:${STRONG}|${WEAK})${SUFFIX})(?:\\\\?["'])?\\]?[ \\t]{0,4}(?:=>|:=|[=:])[ \\t]{0,4}`,
  'gi',
);

/** Ends with a secret word, but is the public key of a .NET assembly. */
const PUBLIC = /public[_-]?key[_-]?token$/i;

/** What a value of that name is; undefined for a name that says nothing of a secret. */
export function secretKindOf(name: string): SecretKind | undefined {
  const end = name.slice(-MAX_NAME_CHARACTERS);
  const found = NAME_END.exec(end);
  if (found === null || PUBLIC.test(end)) return undefined;
  const weak = found[2];
  if (weak === undefined) return /secret/i.test(found[0]) ? 'key' : 'password';
  if (!isWordStart(end, found.index)) return undefined;
  return kindOfWeak(weak.toLowerCase());
}

function kindOfWeak(word: string): SecretKind {
  if (word === 'pass') return 'password';
  if (word === 'token') return 'token';
  return word.endsWith('hash') ? 'hash' : 'key';
}

/** At the beginning, behind what is no letter, or where camel case begins a word. */
function isWordStart(name: string, index: number): boolean {
  const before = name[index - 1];
  if (before === undefined || !/[A-Za-z]/.test(before)) return true;
  return /[a-z]/.test(before) && /[A-Z]/.test(name[index] ?? '');
}
