// The folder keeps an archive's promises, and says what the file system refuses.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { createArchiveFolder } from '../../src/adapters/local/index.ts';
import { describeFindingArchive } from '../contracts/finding-archive.ts';
import { makeFolder } from './folder.ts';

/** Path below the folder, with slashes → content, drafts included. */
function filesOf(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.map((path) => join(folder, path)).filter((path) => statSync(path).isFile());
  return Object.fromEntries(
    files.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

describeFindingArchive('a folder', async (t) => {
  const folder = makeFolder(t);
  return { archive: createArchiveFolder(folder), holds: async () => filesOf(folder) };
});

test('a file system that refuses is an outcome with its code, and the other entries are kept', async (t) => {
  const folder = makeFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const entries = ['file/below', 'other'].map((key) => ({ key, contentType: 'x/y', body: 'x' }));
  const [refused, kept] = await createArchiveFolder(folder).keep(entries);
  assert.equal(refused?.kind === 'failed' && refused.code, 'EEXIST');
  assert.equal(kept?.kind, 'written');
});
