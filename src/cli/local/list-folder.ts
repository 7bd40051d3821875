// A folder → the files in it that may be logs, as they are now, and what cannot be read.

import { statSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { findFiles, type PathProblem } from '../../adapters/local/index.ts';
import { EnvironmentError } from '../errors.ts';
import type { SeenFile } from './sightings.ts';

/** One look at a folder. */
export interface FolderLook {
  readonly files: readonly SeenFile[];
  readonly problems: readonly PathProblem[];
}

/** Throws an {@link EnvironmentError} for what is no folder. */
export function assertFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  const found = stats === undefined ? 'does not exist' : 'is no folder';
  throw new EnvironmentError(`--watch ${path} ${found}; expected a folder that log files lie in`);
}

/** Looks. A file that is gone before it could be asked for its size is not there. */
export function listFolder(folder: string): FolderLook {
  const { files, problems } = findFiles(folder);
  const seen = files.flatMap(({ path }) => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ path, size: stats.size, mtimeMs: stats.mtimeMs }];
  });
  return { files: seen, problems };
}

/** The key of a file: its path in the folder, so that `date=2026-11-20/` stays what it is. */
export function keyOf(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}
