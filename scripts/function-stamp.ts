// Everything that bundles are made of → the digest by which the next build knows that they are as they would be made again.

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What bundles are made of and by, relative to the repository. The command line and the local servers are no part of them. */
const SOURCES = [
  'src/!(cli|local)/**/*.ts',
  'functions/**/*.ts',
  'scripts/*.ts',
  'dist/rules/ruleset.mjs',
  'package-lock.json',
] as const;

/** The digest, as hex. */
export function sourcesDigest(root: string): string {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((glob) => globSync(glob, { cwd: root })).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Whether the bundles in the folder are those of the digest, and all there. */
export function isBuilt(folder: string, names: readonly string[], digest: string): boolean {
  const stamp = stampOf(folder);
  const isWhole = names.every((name) => existsSync(join(folder, name, 'index.mjs')));
  return isWhole && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
}

/** Notes which digest the bundles in the folder are of; undefined: of none. */
export function stamp(folder: string, digest: string | undefined): void {
  if (digest === undefined && !existsSync(stampOf(folder))) return;
  writeFileSync(stampOf(folder), digest ?? '');
}

/** Beside the functions' folders: what is in one of these is deployed. */
const stampOf = (folder: string): string => join(folder, 'sources.sha256');
