// What the two framers (lines and values) have in common: bytes in, records into a sink, a verdict at the end.

import type { DecodeErrorCode } from '../model/index.ts';
import type { TextPlace } from './text-place.ts';

/** A fault in the decompressed text. */
export interface TextFault {
  readonly code: DecodeErrorCode;
  readonly message: string;
  /** Offset in the decompressed bytes. */
  readonly offset: number;
}

/** How the text ended: `isCut` where the stream broke, so that what is left was never meant to be whole. */
export interface TextEnd {
  readonly isCut: boolean;
}

/** What is left when the text has ended. */
export interface FramerEnd {
  /** Bytes of a record that was begun and is not whole; neither evaluated nor counted as a record. */
  readonly unfinishedBytes: number;
  readonly fault?: TextFault;
}

/** Splits text into records. */
export interface Framer {
  /** Set once the text cannot be read any further; then push no more. */
  readonly fault: TextFault | undefined;
  /** Where a fresh framer of lines could go on; undefined where none could. */
  readonly place: TextPlace | undefined;
  /**
   * Takes the next chunk; its memory is kept by the records found in it. Pauses whenever the sink is full, which is to be
   * emptied before it goes on; to be run to its end.
   */
  push(chunk: Uint8Array): Generator<void, void>;
  /** Pauses as `push` does. */
  finish(end: TextEnd): Generator<void, FramerEnd>;
}
