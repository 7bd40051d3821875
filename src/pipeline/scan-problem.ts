// Why an object could not be scanned to its end.

import type { DecodeErrorCode, Rejection } from '../model/index.ts';

/** The fault that ended a scan early: the decoder's, or the quarantine's. */
export interface ScanProblem {
  readonly code: DecodeErrorCode | 'QUARANTINE_FAILED';
  /** Says what was found, at which offset, and what was expected. */
  readonly message: string;
  /** Offset in the object as stored; undefined where it is not known. */
  readonly compressedOffset: number | undefined;
  /** Offset in the decompressed bytes. */
  readonly offset: number;
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
