// The paths given → the objects to scan, in order, and the paths that cannot be.

import {
  fileObject,
  findFiles,
  type PathProblem,
  spooled,
  stdinObject,
} from '../../adapters/local/index.ts';
import type { ScanObject } from '../../ports/index.ts';

/** What there is to scan. */
export interface ListedObjects {
  readonly objects: readonly ScanObject[];
  /** Documentation in folders, which is not scanned. */
  readonly leftOut: readonly string[];
  readonly problems: readonly PathProblem[];
}

/** The name that stands for standard input. */
export const STDIN_NAME = '-';

/** Lists objects; reading any of them ends with an error when the signal fires. */
export function listObjects(paths: readonly string[], signal: AbortSignal): ListedObjects {
  const objects: ScanObject[] = [];
  const leftOut: string[] = [];
  const problems: PathProblem[] = [];
  for (const path of paths) {
    if (path === STDIN_NAME) {
      objects.push(spooled(stdinObject(signal)));
      continue;
    }
    const found = findFiles(path);
    objects.push(...found.files.map((file) => fileObject(file.path, file.size, signal)));
    leftOut.push(...found.leftOut);
    problems.push(...found.problems);
  }
  return { objects, leftOut, problems };
}
