// Rules, and the code that reads and judges records → the digest by which the ledger knows that nothing else would be found.

import { createHash } from 'node:crypto';

/** A file, named relative to the repository. */
export interface DigestedFile {
  readonly path: string;
  readonly text: string;
}

/** Code that decides what is found in an object: another release of it has objects scanned again that were scanned before. */
export const DECIDING_FOLDERS: readonly string[] = [
  ...['src/correlate', 'src/decode', 'src/finding', 'src/model', 'src/pipeline'],
  ...['src/replay', 'src/runtime', 'src/sigma', 'src/source', 'functions', 'scripts'],
];

/** Of the files in the order given. */
export function digestOf(rules: readonly DigestedFile[], code: readonly DigestedFile[]): string {
  const hash = createHash('sha256');
  for (const { path, text } of [...rules, ...code]) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex');
}

/**
 * Of the rules alone, 64 hexadecimal digits: what a deployment names its rule set by, whatever code it runs them with.
 * @param rules rules, correlations and filters in path order, named from `rules/` on; no tests
 */
export function rulesHashOf(rules: readonly DigestedFile[]): string {
  return digestOf(rules, []);
}
