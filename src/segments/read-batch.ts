// Files of objects → read whole, as many as can be merged at once; those that cannot be read are put aside.

import { SegmentError } from './errors.ts';
import type { NamedSegment } from './file-names.ts';
import { READS_AT_ONCE } from './find-entries.ts';
import { frameBytes } from './frame-bytes.ts';
import { MAX_BLOCK_BYTES } from './layout.ts';
import { readFooter, type SegmentFooter } from './segment-reader.ts';
import { type AsideDeps, putAside, readWhole } from './whole-segment.ts';

/** A file of an object, read. */
export interface ReadSegment {
  readonly file: NamedSegment;
  readonly content: Uint8Array;
  readonly wants: readonly number[];
  /** Of its largest block, decompressed: merging holds one of each file. */
  readonly blockBytes: number;
}

/** Blocks that merging holds at once: of the usual 32 KiB for four times as many files as a batch has. */
const BLOCKS_BYTES = 64 * 2 ** 20;

/** The first of them that can be read: at least one, and no more than find room together. */
export async function readBatch(
  batch: readonly NamedSegment[],
  deps: AsideDeps,
): Promise<readonly ReadSegment[]> {
  const read: ReadSegment[] = [];
  let bytes = 0;
  for (let from = 0; from < batch.length; from += READS_AT_ONCE) {
    const some = batch.slice(from, from + READS_AT_ONCE);
    for (const one of await Promise.all(some.map((file) => readOne(file, deps)))) {
      if (one === undefined) continue;
      bytes += one.blockBytes;
      if (read.length > 0 && bytes > BLOCKS_BYTES) return read;
      read.push(one);
    }
  }
  return read;
}

async function readOne(file: NamedSegment, deps: AsideDeps): Promise<ReadSegment | undefined> {
  try {
    const content = await readWhole(deps.files, file);
    const footer = readFooter(content);
    return { file, content, wants: footer.wants, blockBytes: largestBlock(content, footer) };
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    await putAside(deps, file.key, thrown.message);
    return undefined;
  }
}

/** One that does not say how large it is counts as one of the largest. */
function largestBlock(content: Uint8Array, { blocks }: SegmentFooter): number {
  const sizes = blocks.map(({ from }) => frameBytes(content.subarray(from)) ?? MAX_BLOCK_BYTES);
  return Math.min(
    MAX_BLOCK_BYTES,
    sizes.reduce((most, size) => Math.max(most, size), 0),
  );
}
