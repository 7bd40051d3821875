// What one object offers, and what it asks for → the file that waits to be merged.

import type { SegmentFiles } from '../ports/index.ts';
import type { SegmentEntry } from './entries.ts';
import { NEW_PART, segmentKey } from './file-names.ts';
import { hashName } from './names.ts';
import { compareEntries, packEntry, type PackedEntry, SegmentWriter } from './segment-writer.ts';

/** What is written. */
export interface ObjectSegment {
  readonly entries: readonly SegmentEntry[];
  /** Names that are asked for. */
  readonly wants: Iterable<string>;
}

/** Writes it, unless it is empty; gives the number of entries that are larger than a segment takes. */
export async function writeObjectSegment(
  files: Pick<SegmentFiles, 'write'>,
  { entries, wants }: ObjectSegment,
): Promise<number> {
  const packed: PackedEntry[] = entries.flatMap((entry) => packEntry(entry) ?? []);
  const hashes = [...new Set([...wants].map(hashName))].sort((a, b) => a - b);
  if (packed.length > 0 || hashes.length > 0) {
    const writer = new SegmentWriter();
    for (const entry of packed.sort(compareEntries)) writer.add(entry);
    const built = writer.build({ wants: hashes });
    await files.write(segmentKey(0, NEW_PART, built), built.content);
  }
  return entries.length - packed.length;
}
