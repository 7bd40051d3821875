// What a segment may be that it must not → the error that sets it aside.

/** Bytes that are no segment, or one that contradicts itself. */
export class SegmentError extends Error {
  override readonly name = 'SegmentError';
}

/** A file that was listed is gone: another run has merged it, and what it held stands elsewhere. */
export class SegmentGoneError extends Error {
  override readonly name = 'SegmentGoneError';
  readonly key: string;

  constructor(key: string) {
    super(`${key} was listed and is gone`);
    this.key = key;
  }
}
