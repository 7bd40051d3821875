// A listing → what is there: files of objects that nobody merged yet, and what was merged, before it ended.

import type { SegmentFile, SegmentFiles } from '../ports/index.ts';
import { type NamedSegment, namedSegment } from './file-names.ts';

/** What a listing shows. */
export interface Sight {
  /** Of objects, not merged yet: the first by key, as many as are looked at. */
  readonly fresh: readonly NamedSegment[];
  /** Merged ones. */
  readonly merged: readonly NamedSegment[];
  /** Files that are not ours. */
  readonly strange: readonly SegmentFile[];
  /** False where there are more files of objects than were looked at. */
  readonly isWhole: boolean;
}

/** Where files go that cannot be read: for people, and out of everybody's way. Behind all others. */
export const BROKEN = 'broken/';

/** Files of objects that are looked at together: more are a backlog. */
const MAX_FRESH = 3_000;

/** Every key that begins `0/` stands before it. */
const BEHIND_FRESH = '0/~';

/** Looks. What is merged meanwhile is seen as it was, as it is, or both: it moves behind (file-names.ts). */
export async function look(files: SegmentFiles): Promise<Sight> {
  const fresh: NamedSegment[] = [];
  const merged: NamedSegment[] = [];
  const strange: SegmentFile[] = [];
  const take = (file: SegmentFile) => {
    const named = namedSegment(file);
    if (named === undefined) strange.push(file);
    else (named.level === 0 ? fresh : merged).push(named);
  };
  let isFull = false;
  for await (const file of files.list()) {
    if (file.key.startsWith(BROKEN)) break;
    take(file);
    isFull = fresh.length + strange.length >= MAX_FRESH && file.key < BEHIND_FRESH;
    if (isFull) break;
  }
  if (!isFull) return { fresh, merged, strange, isWhole: true };
  for await (const file of files.list(BEHIND_FRESH)) {
    if (file.key.startsWith(BROKEN)) break;
    take(file);
  }
  return { fresh, merged, strange, isWhole: false };
}
