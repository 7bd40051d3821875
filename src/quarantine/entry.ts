// A rejected record → the line that is kept of it, and back. One NDJSON an object: records, pointers, one summary.

import { Buffer } from 'node:buffer';
import type { Rejection, RejectionCode } from '../model/index.ts';

/** Where a record stands in its object, decompressed. */
export interface QuarantinePlace {
  readonly ordinal: number;
  readonly offset: number;
  /** 1-based. */
  readonly line: number;
}

/** A record that is kept: `text`, or `base64` where its bytes are no UTF-8. */
export interface QuarantinedRecord extends QuarantinePlace {
  readonly kind: 'record';
  readonly object: string;
  readonly code: RejectionCode;
  readonly message: string;
  /** True where only the beginning is kept. */
  readonly isCut: boolean;
  readonly text?: string;
  readonly base64?: string;
}

/** Records that found no room: where they stand in the object. */
export interface QuarantinePointers {
  readonly kind: 'pointers';
  readonly object: string;
  readonly code: RejectionCode;
  readonly count: number;
  readonly first: QuarantinePlace;
  readonly last: QuarantinePlace;
  /** False where others stand between them: too many runs to name each. */
  readonly isRun: boolean;
}

/** The last line. A file without one was cut short. */
export interface QuarantineSummary {
  readonly kind: 'summary';
  readonly object: string;
  /** Exact, whatever was kept. */
  readonly rejected: number;
  readonly kept: number;
  readonly notKept: number;
  readonly perCode: Readonly<Partial<Record<RejectionCode, number>>>;
  readonly last: QuarantinePlace;
}

/** A line of the file. */
export type QuarantineEntry = QuarantinedRecord | QuarantinePointers | QuarantineSummary;

/** Not a byte is lost: what is no UTF-8 is base64. */
export function toRecord(object: string, rejection: Rejection): QuarantinedRecord {
  const { code, message, isCut, bytes } = rejection;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  const isText = Buffer.from(text).equals(buffer);
  const content = isText ? { text } : { base64: buffer.toString('base64') };
  return { kind: 'record', object, ...placeOf(rejection), code, message, isCut, ...content };
}

/** The place alone. */
export function placeOf({ ordinal, offset, line }: QuarantinePlace): QuarantinePlace {
  return { ordinal, offset, line };
}

/** The record's bytes as they stood in the object; of a cut one their beginning. */
export function bytesOf({ text, base64 }: QuarantinedRecord): Uint8Array {
  return base64 === undefined ? Buffer.from(text ?? '') : Buffer.from(base64, 'base64');
}
