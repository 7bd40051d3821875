// Footers of merged files → read once, and held while they find room. A file never changes, so what is held stays true.

import type { SegmentFiles } from '../ports/index.ts';
import { SegmentGoneError } from './errors.ts';
import type { NamedSegment } from './file-names.ts';
import { readFooter, type SegmentFooter } from './segment-reader.ts';

/** Bytes of footers as they lie in files; in memory they take some times as much. */
const MAX_CACHED_BYTES = 24 * 2 ** 20;

/** A class because it owns what is held between the runs of one process. */
export class FooterCache {
  readonly #footers = new Map<string, SegmentFooter>();
  readonly #maxBytes: number;
  /** Notes of batches that this process has done with: none of what they were merged of is left. */
  readonly #done = new Set<string>();
  #bytes = 0;

  constructor(maxBytes = MAX_CACHED_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /** Throws {@link SegmentGoneError} where the file is no more, SegmentError where it is damaged. */
  async read(files: SegmentFiles, { key, bytes, tailBytes }: NamedSegment): Promise<SegmentFooter> {
    const held = this.#footers.get(key);
    if (held !== undefined) return held;
    const tail = await files.read(key, { from: bytes - tailBytes, bytes: tailBytes });
    if (tail === undefined) throw new SegmentGoneError(key);
    const footer = readFooter(tail);
    if (this.#bytes + tailBytes <= this.#maxBytes) {
      this.#bytes += tailBytes;
      this.#footers.set(key, footer);
    }
    return footer;
  }

  /** Notes that stand under that key are of a batch that is done with, whatever a listing shows. */
  done(key: string): void {
    this.#done.add(key);
  }

  isDone({ key }: NamedSegment): boolean {
    return this.#done.has(key);
  }

  /** Lets go of files that are no more. */
  retain(files: readonly NamedSegment[]): void {
    const bytesOf = new Map(files.map(({ key, tailBytes }) => [key, tailBytes]));
    for (const key of this.#footers.keys()) if (!bytesOf.has(key)) this.#footers.delete(key);
    for (const key of this.#done) if (!bytesOf.has(key)) this.#done.delete(key);
    this.#bytes = [...this.#footers.keys()].reduce((sum, key) => sum + (bytesOf.get(key) ?? 0), 0);
  }
}
