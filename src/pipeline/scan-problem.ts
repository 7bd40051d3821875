// Why an object could not be scanned to its end.

import type { DecodeErrorCode, DecodeOutcome, Rejection } from '../model/index.ts';

/** The fault that ended a scan early: the decoder's, or the quarantine's. */
export interface ScanProblem {
  readonly code: DecodeErrorCode | 'QUARANTINE_FAILED';
  /** Says what was found and what was expected; the place stands in the offsets. */
  readonly message: string;
  /** Offset in the object as stored; undefined where it is not known. */
  readonly compressedOffset: number | undefined;
  /** Offset in the decompressed bytes. */
  readonly offset: number;
}

/** The fault of an object that is another one when it is read a second time. */
export function changedProblem(lines: number, { bytes }: DecodeOutcome): ScanProblem {
  const message = `the object changed while it was read: ${lines} lines that were passed over are gone`;
  return { code: 'READ_FAILED', message, compressedOffset: undefined, offset: bytes };
}

/** Code, place and message in one line. The place as stored is said only where it is another one. */
export function problemText(problem: ScanProblem): string {
  const { code, message, compressedOffset, offset } = problem;
  const isElsewhere = compressedOffset !== undefined && compressedOffset !== offset;
  const stored = isElsewhere ? ` (byte ${compressedOffset} as stored)` : '';
  return `${code} at byte ${offset}${stored}: ${message}`;
}

/** The quarantine's fault: the record at this place would have been lost. */
export function quarantineProblem(rejection: Rejection, cause: unknown): ScanProblem {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return {
    code: 'QUARANTINE_FAILED',
    message: `rejected record ${rejection.ordinal} could not be kept: ${reason}`,
    compressedOffset: undefined,
    offset: rejection.offset,
  };
}
