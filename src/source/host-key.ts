// What an event says of its host → the key of the host.

import { knownText } from './text.ts';

/** What a source writes where the log names no host. */
export const NO_HOST = '-';

/** The first of the vendor's ids; else the host's name in lower case; else {@link NO_HOST}. */
export function hostKeyOf(ids: readonly unknown[], name: unknown): string {
  for (const id of ids) {
    const text = knownText(id);
    if (text !== undefined) return text;
  }
  return knownText(name)?.toLowerCase() ?? NO_HOST;
}
