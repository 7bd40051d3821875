// The shared folder beside the repository → rows of its files. It is not part of the repository, so tests must do without.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The folder, absolute. */
export const SHARED = join(dirname(REPOSITORY), 'shared');

/** Options of a test that reads the folder: left out, and said so, where the folder is absent. */
export const NEEDS_SHARED: { readonly skip: string | false } = {
  skip: existsSync(SHARED) ? false : 'left out: ../shared is absent',
};

/** The rows of a JSON-lines file (also gzip), each a parsed object. Paths are relative to the folder. */
export function readRows(path: string): readonly Readonly<Record<string, unknown>>[] {
  const bytes = readFileSync(join(SHARED, path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(toRow);
}

function toRow(line: string): Readonly<Record<string, unknown>> {
  const row: unknown = JSON.parse(line);
  if (typeof row !== 'object' || row === null) throw new TypeError(`no object: ${line}`);
  return { ...row };
}
