// Where something stands in the decompressed text.

/** A place in the decompressed object. `line` counts from 1. */
export interface TextPlace {
  readonly offset: number;
  readonly line: number;
}
