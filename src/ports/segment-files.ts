// Where starts lie that nobody asks for yet: files that are written once, merged, and removed.

/** A file as a listing names it. */
export interface SegmentFile {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, by the store's clock, epoch ms. */
  readonly modifiedMs: number;
}

/** Bytes of a file, from the first on. */
export interface ByteSpan {
  readonly from: number;
  readonly bytes: number;
}

/**
 * Files by key. What was written is seen by every read and listing that begins later, of this process or another, and what
 * was removed by none. Throws what its transport throws: the call must be repeated.
 */
export interface SegmentFiles {
  /** Files in the order of their keys, those behind `after` alone. One that comes or goes meanwhile may be named or not. */
  list(after?: string): AsyncIterable<SegmentFile>;
  /** The file, or a span that lies in it; undefined = there is none. */
  read(key: string, span?: ByteSpan): Promise<Uint8Array | undefined>;
  /** Writes it whole. */
  write(key: string, content: Uint8Array): Promise<void>;
  /** Removes files; one that is not there is no fault. */
  remove(keys: readonly string[]): Promise<void>;
}
