// Hashes that are asked for × merged files → their entries of these, by as few reads as they take.

import { foundIn } from './entries.ts';
import { SegmentError, SegmentGoneError } from './errors.ts';
import { isOfPart, type NamedSegment } from './file-names.ts';
import type { LivingDeps } from './living.ts';
import { mayHave } from './name-filter.ts';
import {
  type BlockPlace,
  blocksWith,
  entriesIn,
  entriesOf,
  unpackEntry,
} from './segment-reader.ts';
import type { PackedEntry } from './packed-entry.ts';
import { putAside, readWhole } from './whole-segment.ts';

/** Files, and blocks of one, that are read at the same time. */
export const READS_AT_ONCE = 16;

/** More blocks of a file than these are read with the whole file, up to its bytes: some files of those are held at a time. */
const BLOCKS_APART = 4;
const MAX_WHOLE = 2 ** 20;

/** Finds them, some files at a time. Throws SegmentGoneError where a file is no more; one that is damaged is put aside. */
export async function* findEntries(
  files: readonly NamedSegment[],
  hashes: ReadonlySet<number>,
  deps: LivingDeps,
): AsyncGenerator<PackedEntry> {
  for (let from = 0; hashes.size > 0 && from < files.length; from += READS_AT_ONCE) {
    const some = files.slice(from, from + READS_AT_ONCE);
    const found = await Promise.all(some.map((file) => findInFile(file, hashes, deps)));
    yield* found.flat();
  }
}

async function findInFile(
  file: NamedSegment,
  hashes: ReadonlySet<number>,
  deps: LivingDeps,
): Promise<readonly PackedEntry[]> {
  const ofPart = [...hashes].filter((hash) => isOfPart(file.part, hash));
  if (ofPart.length === 0) return [];
  try {
    const footer = await deps.footers.read(deps.files, file);
    const asked = new Set(ofPart.filter((hash) => mayHave(footer.filter, hash)));
    const places = [...asked].flatMap((hash) => blocksWith(footer, hash));
    const found = await readEntries(file, places, asked, deps);
    return found.filter((entry) => isReadable(entry, file, deps));
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    await putAside(deps, file.key, thrown.message);
    return [];
  }
}

/** One that we did not write is passed over, and told of: others of its file may be asked for. */
function isReadable(entry: PackedEntry, { key }: NamedSegment, { broken }: LivingDeps): boolean {
  try {
    foundIn([unpackEntry(entry)]);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    broken(key, thrown.message);
    return false;
  }
}

/** A request for each block costs as much as one for the file. */
async function readAll(
  file: NamedSegment,
  asked: ReadonlySet<number>,
  files: LivingDeps['files'],
): Promise<readonly PackedEntry[]> {
  const found: PackedEntry[] = [];
  for (const { hash, bytes } of entriesOf(await readWhole(files, file))) {
    if (asked.has(hash)) found.push({ hash, bytes: Uint8Array.from(bytes) });
  }
  return found;
}

async function readEntries(
  file: NamedSegment,
  places: readonly BlockPlace[],
  asked: ReadonlySet<number>,
  { files }: LivingDeps,
): Promise<readonly PackedEntry[]> {
  const { key } = file;
  const distinct = [...new Map(places.map((place) => [place.from, place])).values()];
  if (distinct.length > BLOCKS_APART && file.bytes <= MAX_WHOLE)
    return await readAll(file, asked, files);
  const found: PackedEntry[] = [];
  for (let from = 0; from < distinct.length; from += READS_AT_ONCE) {
    const some = distinct.slice(from, from + READS_AT_ONCE);
    for (const block of await Promise.all(some.map((place) => files.read(key, place)))) {
      if (block === undefined) throw new SegmentGoneError(key);
      for (const { hash, bytes } of entriesIn(block)) {
        // A copy: what is found is held, and the rest of its block need not be.
        if (asked.has(hash)) found.push({ hash, bytes: Uint8Array.from(bytes) });
      }
    }
  }
  return found;
}
