// What one object offers, and what it asks for → the file that waits to be merged.

import type { SegmentFiles } from '../ports/index.ts';
import { type Asking, askingEntries, type SegmentEntry } from './entries.ts';
import { NEW_PART, segmentKey } from './file-names.ts';
import { MAX_ENTRY_BYTES } from './layout.ts';
import { hashName } from './names.ts';
import { compareEntries, packEntry, type PackedEntry } from './packed-entry.ts';
import { SegmentWriter } from './segment-writer.ts';

/** What is written. */
export interface ObjectSegment {
  readonly entries: readonly SegmentEntry[];
  /** Names that are asked for. */
  readonly wants: Iterable<string>;
}

/** Of head, and of the name under which a connection is judged: more than they take. */
const ROOM_BYTES = 4_096;

/** True for a connection whose entries are all within what a segment takes: one that is not would be judged by nobody. */
export function findsRoom(asking: Asking): boolean {
  return askingEntries(asking).every(
    ({ name, text }) =>
      Buffer.byteLength(name) + Buffer.byteLength(text) <= MAX_ENTRY_BYTES - ROOM_BYTES,
  );
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
