// Partial matches that count, of connections that were judged → a file, which settle merges as it does an object's; the others → the store.

import type { CountLimit, CountLimits } from '../../src/correlate/index.ts';
import type { PartialMatchStore, PartialPut, SegmentFiles } from '../../src/ports/index.ts';
import {
  countEntry,
  fitsSegment,
  groupName,
  type SegmentEntry,
  wantedUnder,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { putApart, storeApart } from './put-apart.ts';

/** Where they are filed. */
export interface CountFiles {
  readonly files: Pick<SegmentFiles, 'write'>;
  readonly counts: CountLimits;
}

/**
 * The store, for one object or run: what was put is in it, or in a file, when `put` returns. Of what is filed nothing is found
 * here: settle finds it once there is enough.
 */
export function filedCounts(
  store: PartialMatchStore,
  { files, counts }: CountFiles,
): PartialMatchStore {
  /** Groups of which something is too large for a file, and is in the store. */
  const stored = new Set<string>();
  return storeApart(
    store,
    async (puts) => {
      const counted = countedPuts(puts, counts);
      const isLarge = (put: PartialPut) => counted.get(put)?.isLarge === true;
      for (const put of puts) if (isLarge(put)) stored.add(groupName(put.group));
      const entries = [...counted.values()].map(({ entry }) => entry);
      if (entries.length > 0) await writeObjectSegment(files, { entries, wants: [] });
      const isApart = (put: PartialPut) => counted.has(put) && !isLarge(put);
      return await putApart(puts, { store, isApart, take: () => undefined });
    },
    async (group) => counts.has(group.correlation) && !stored.has(groupName(group)),
  );
}

/** What a file has of a partial match. */
export interface CountedPut {
  readonly entry: SegmentEntry;
  /** True for one that is too large for a file: it is to be stored, and all of its group near it is asked for. */
  readonly isLarge: boolean;
  readonly limit: CountLimit;
}

/** Of those that count. */
export function countedPuts(
  puts: readonly PartialPut[],
  counts: CountLimits,
): ReadonlyMap<PartialPut, CountedPut> {
  const counted = new Map<PartialPut, CountedPut>();
  for (const put of puts) {
    const limit = counts.get(put.group.correlation);
    if (limit === undefined) continue;
    const entry = countEntry(put, limit);
    const isLarge = !fitsSegment(entry);
    counted.set(put, { entry: isLarge ? wantedUnder(entry.name) : entry, isLarge, limit });
  }
  return counted;
}
