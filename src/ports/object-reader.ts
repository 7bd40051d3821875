// Where objects come from: a file, stdin, S3.

/** An object to scan. Its bytes are read in order and with back-pressure. */
export interface ScanObject {
  /** How the object is named in findings and messages: path, `stdin`, or `s3://bucket/key`. */
  readonly name: string;
  /** Size as stored, where known beforehand. */
  readonly size: number | undefined;
  /** True where the memory of each chunk is the reader's alone: who has read it may free it. @default false */
  readonly ownsChunks?: boolean;
  /**
   * The object's bytes as stored. May be called again once an earlier iteration has ended, and gives the same bytes.
   * Iteration throws what the transport throws (permission, reset).
   * @param from offset as stored of the first byte that is wanted. @default 0
   */
  open(from?: number): AsyncIterable<Uint8Array>;
  /** Frees what is kept for reading again; the object is not opened afterwards. */
  close?(): Promise<void>;
}
