// Files of a run that is spread over many machines: what one step leaves to the next.

/** Named by keys with slashes. Throws what its transport throws. */
export interface RunFiles {
  /** The file; undefined = there is none. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Writes it whole, in place of what was there. */
  write(key: string, content: Uint8Array | string): Promise<void>;
  /** Keys that begin so, in their order; only those behind `after`. */
  list(prefix: string, after?: string): AsyncIterable<string>;
}
