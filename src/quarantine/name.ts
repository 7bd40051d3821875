// The name of an object → the name of its file: one for each, never a path that the name chooses.

import { createHash } from 'node:crypto';

/** What files of a quarantine end in. */
export const QUARANTINE_SUFFIX = '.rejected.ndjson';

/** File systems take names of 255 bytes; the end of a path tells more than its beginning. */
const MAX_NAME_CHARACTERS = 180;
const HASH_CHARACTERS = 16;

/**
 * Of what was rejected from the record with ordinal `from` on: the hops of a large object have files of their own.
 * Percent-encoded; a name that is too long, hidden or no text keeps its end behind a hash of the whole.
 */
export function quarantineName(object: string, from = 0): string {
  const wellFormed = object.toWellFormed();
  const encoded = encodeURIComponent(wellFormed);
  // A name that begins with a dot would be hidden, and passed over where folders are read.
  const isShown = /^[^.]/.test(encoded);
  const isPlain = isShown && encoded.length <= MAX_NAME_CHARACTERS && wellFormed === object;
  const name = isPlain ? encoded : `${hashOf(object)}~${encoded.slice(-MAX_NAME_CHARACTERS)}`;
  // Encoded names have no `@`: no object's file is another's hop.
  return name + (from === 0 ? '' : `@${from}`) + QUARANTINE_SUFFIX;
}

/** Of the UTF-16 units: lone surrogates, which UTF-8 would make one, tell names apart too. */
function hashOf(object: string): string {
  const hash = createHash('sha256').update(object, 'utf16le').digest('base64url');
  return hash.slice(0, HASH_CHARACTERS);
}
