// A rule set of some commit → a folder that has its rules and their tests, as they were.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Git, GitError, readBlobs } from './git-objects.ts';
import type { RulesetVersion } from './ruleset-history.ts';

/** Writes `folder`/rules. Throws GitError where a file is none that could be compiled safely. */
export function exportRuleset({ commit, files }: RulesetVersion, git: Git, folder: string): void {
  for (const { path, mode } of files) {
    // A symbolic link would read another file than the hash is of; a path of dots would be written elsewhere.
    const isFile = mode === '100644' || mode === '100755';
    if (isFile && !relative(folder, join(folder, path)).startsWith('..')) continue;
    throw new GitError(`${path} of commit ${commit} is no plain file; expected rules and tests`);
  }
  const blobs = readBlobs(
    git,
    files.map(({ oid }) => oid),
  );
  for (const { path, oid } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, blobs.get(oid) ?? '');
  }
}
