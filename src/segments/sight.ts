// A listing → what is there: files of objects that nobody merged yet, and what was merged, before it ended.

import type { SegmentFile, SegmentFiles } from '../ports/index.ts';
import { NEW_PART, type NamedSegment, namedSegment } from './file-names.ts';

/** What a listing shows. */
export interface Sight {
  /** Of objects, not merged yet: where they are too many the first by key, and some from anywhere. */
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

/** Multiples of it, less whole numbers, are spread evenly. */
const GOLDEN = 0.618_033_988_749_895;

/** Every key that begins `0/` stands before it. */
const BEHIND_FRESH = '0/~';

/** A key somewhere among those of files of objects, which are spread evenly: each millisecond another. */
function keyAt(nowMs: number): string {
  const place = (nowMs * GOLDEN) % 1;
  const digits = Math.floor(place * 2 ** 32).toString(16);
  return `0/${NEW_PART}/${digits.padStart(8, '0')}`;
}

/**
 * Looks. What is merged meanwhile is seen as it was, as it is, or both: it moves behind (file-names.ts).
 * @param nowMs decides which files of objects are looked at where they are too many
 */
export async function look(files: SegmentFiles, nowMs = 0): Promise<Sight> {
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
  // Where as many come as are merged, the first by key would be looked at for ever, and the others never.
  const known = new Set(fresh.map(({ key }) => key));
  for (const file of await freshBehind(files, keyAt(nowMs))) if (!known.has(file.key)) take(file);
  for await (const file of files.list(BEHIND_FRESH)) {
    if (file.key.startsWith(BROKEN)) break;
    take(file);
  }
  return { fresh, merged, strange, isWhole: false };
}

/** Files of objects behind that key, as many as are looked at. */
async function freshBehind(files: SegmentFiles, key: string): Promise<readonly SegmentFile[]> {
  const found: SegmentFile[] = [];
  for await (const file of files.list(key)) {
    if (file.key > BEHIND_FRESH || found.length === MAX_FRESH) break;
    found.push(file);
  }
  return found;
}
