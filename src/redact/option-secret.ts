// A word and an option of a program → where the option's secret stands.

import type { SecretOption } from './programs.ts';

/** `next`: it is the value that follows. A number: it begins at this place of the word. */
export type SecretPlace = 'next' | number;

/** Undefined where the word is not this option. */
export function placeOfSecret(word: string, option: SecretOption): SecretPlace | undefined {
  const typed = option.isCased === true ? word : word.toLowerCase();
  for (const name of option.names) {
    const place = option.form === 'glued' ? gluedTo(typed, name) : placeAfter(typed, name);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** `-psecret`. */
function gluedTo(typed: string, name: string): SecretPlace | undefined {
  return typed.startsWith(name) && typed.length > name.length ? name.length : undefined;
}

/** `-p secret`, `-p:secret`, `-p=secret`. */
function placeAfter(typed: string, name: string): SecretPlace | undefined {
  if (typed === name) return 'next';
  const isJoined = typed.startsWith(`${name}:`) || typed.startsWith(`${name}=`);
  return isJoined ? name.length + 1 : undefined;
}
