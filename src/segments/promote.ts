// Files of objects → what is asked for handed on, the rest merged: batch by batch, until none is left or the time is over.

import { SegmentError, SegmentGoneError } from './errors.ts';
import type { NamedSegment } from './file-names.ts';
import { type BatchDeps, promoteBatch } from './promote-batch.ts';
import { look, type Sight } from './sight.ts';
import { putAside, putStrangeAside } from './whole-segment.ts';

/** What promoting is given. */
export interface PromoteDeps extends BatchDeps {
  /** True while there is time for another batch. */
  hasTime(): boolean;
  /** Files of a batch. @default 500 */
  readonly batchFiles?: number;
}

/** What came of it. */
export interface PromoteReport {
  /** Files of objects that were merged; starts and partial matches that were handed on. */
  readonly merged: number;
  readonly promoted: number;
  /** Files of objects that are left, and since when the first of them waits: 0 where there are more than were looked at. */
  readonly left: number;
  readonly leftSinceMs: number | undefined;
  /** What is there now. */
  readonly sight: Sight;
}

/** Files of a batch, and their bytes: what is held at once. */
const BATCH_FILES = 500;
const BATCH_BYTES = 16 * 2 ** 20;

/** Files wait that long where runs do not keep up, or die: the first batch is small then, for the same would be too much again. */
const LATE_MS = 5 * 60_000;
const CAREFUL_FILES = 32;

/**
 * Merges all files of objects, while there is time. Run twice at once, or ended anywhere, it loses nothing. Throws what the
 * files or `promote` throw: the rest is left to the next run.
 */
export async function promoteSegments(deps: PromoteDeps): Promise<PromoteReport> {
  const sum = { merged: 0, promoted: 0 };
  let sight = await look(deps.files, deps.nowMs());
  for (const file of sight.strange) await putStrangeAside(deps, file);
  deps.footers.retain(sight.merged);
  const { batchFiles = BATCH_FILES } = deps;
  let most = Math.min(batchFiles, isLate(sight, deps.nowMs()) ? CAREFUL_FILES : batchFiles);
  while (sight.fresh.length > 0 && deps.hasTime()) {
    // The longest waiting first: keys tell nothing of when they came.
    const fresh = sight.fresh.toSorted((one, other) => one.modifiedMs - other.modifiedMs);
    const batch = batchOf(fresh, most);
    const done = await tryBatch(batch, sight, deps);
    if (done === 'gone') break;
    if (done !== 'broken') {
      sight = done.after;
      sum.merged += done.merged;
      sum.promoted += done.promoted;
      if (most > 1) most = Math.min(batchFiles, 2 * most);
    } else if (batch.length > 1) {
      // One of them is not what it says it is: alone it shows which.
      most = 1;
    } else {
      sight = { ...sight, fresh: fresh.slice(1) };
      most = batchFiles;
    }
  }
  return { ...sum, left: sight.fresh.length, leftSinceMs: leftSince(sight), sight };
}

function isLate({ fresh }: Sight, nowMs: number): boolean {
  return fresh.some(({ modifiedMs }) => nowMs - modifiedMs > LATE_MS);
}

/** Of files that were not looked at nothing is known: any may be the oldest. */
function leftSince({ fresh, isWhole }: Sight): number | undefined {
  if (!isWhole) return 0;
  return fresh.length === 0 ? undefined : Math.min(...fresh.map(({ modifiedMs }) => modifiedMs));
}

/** `gone`: somebody else is at it, and what is left is theirs, or the next run's. `broken`: put aside, where it was one file. */
async function tryBatch(
  batch: readonly NamedSegment[],
  sight: Sight,
  deps: PromoteDeps,
): Promise<Awaited<ReturnType<typeof promoteBatch>> | 'gone' | 'broken'> {
  try {
    return await promoteBatch(batch, sight, deps);
  } catch (thrown) {
    if (thrown instanceof SegmentGoneError) return 'gone';
    if (!(thrown instanceof SegmentError)) throw thrown;
    const [only, ...others] = batch;
    if (only !== undefined && others.length === 0) await putAside(deps, only.key, thrown.message);
    return 'broken';
  }
}

function batchOf(fresh: readonly NamedSegment[], most: number): readonly NamedSegment[] {
  let bytes = 0;
  const isWithin = (file: NamedSegment, index: number) => {
    bytes += file.bytes;
    return index === 0 || (index < most && bytes <= BATCH_BYTES);
  };
  const end = fresh.findIndex((file, index) => !isWithin(file, index));
  return end < 0 ? fresh : fresh.slice(0, end);
}
