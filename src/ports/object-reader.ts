// Where objects come from: a file, stdin, S3.

/** An object to scan. `open` is called once; its bytes are read in order and with back-pressure. */
export interface ScanObject {
  /** How the object is named in findings and messages: path, `stdin`, or `s3://bucket/key`. */
  readonly name: string;
  /** Size as stored, where known beforehand. */
  readonly size: number | undefined;
  /** The object's bytes as stored. Iteration throws what the transport throws (permission, reset). */
  open(): AsyncIterable<Uint8Array>;
}
