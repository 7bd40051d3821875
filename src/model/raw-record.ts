// Records as they stand in an object: ranges of bytes with their place, parsed only when something needs them.

/**
 * A run of consecutive records inside one buffer. Record `i` (0 ≤ i < count) is
 * `bytes.subarray(starts[i], ends[i])`, has ordinal `firstOrdinal + i`, and begins at decompressed
 * offset `baseOffset + starts[i]` of the object. Valid until the next item is asked for.
 */
export interface RecordBatch {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly count: number;
  /** Counts every record of the object from 0, rejected ones included. */
  readonly firstOrdinal: number;
  /** Offset of `bytes[0]` in the decompressed object. */
  readonly baseOffset: number;
  /** 1-based line of `bytes[0]` in the decompressed object. */
  readonly firstLine: number;
  /**
   * 1-based line on which each record begins, as decoding found it. Without it lines are counted from
   * `firstLine`, which is a square where all records of a batch are rejected.
   */
  readonly lines?: Float64Array;
  /** Ordinals, where lines between the records were passed over; else they count up from `firstOrdinal`. */
  readonly ordinals?: Float64Array;
  /** Of lines that were set aside the hash of their process's id ({@link hashId}), or 0: it is to be looked for. */
  readonly ids?: Uint32Array;
}

/** The ordinal of a record of the batch. */
export function ordinalOf({ firstOrdinal, ordinals }: RecordBatch, index: number): number {
  return ordinals?.[index] ?? firstOrdinal + index;
}

/** Some records of the batch, in their order. */
export function recordsAt(batch: RecordBatch, indexes: readonly number[]): RecordBatch {
  const { starts, ends, lines, ids } = batch;
  return {
    ...batch,
    starts: Uint32Array.from(indexes, (index) => starts[index] ?? 0),
    ends: Uint32Array.from(indexes, (index) => ends[index] ?? 0),
    count: indexes.length,
    ordinals: Float64Array.from(indexes, (index) => ordinalOf(batch, index)),
    ...(lines && { lines: Float64Array.from(indexes, (index) => lines[index] ?? 0) }),
    ...(ids && { ids: Uint32Array.from(indexes, (index) => ids[index] ?? 0) }),
  };
}

/** Where a record stands in the object it was delivered in. Provenance only: never part of an identity. */
export interface RecordPlace {
  readonly ordinal: number;
  /** Decompressed byte offset of its first byte. */
  readonly offset: number;
}

/** Why a record could not be read. */
export type RejectionCode =
  | 'RECORD_NOT_JSON'
  | 'RECORD_NOT_OBJECT'
  | 'RECORD_TOO_LARGE'
  | 'RECORD_TOO_DEEP';

/** A record that was counted and kept for quarantine instead of evaluated. */
export interface Rejection extends RecordPlace {
  readonly code: RejectionCode;
  /** Says found and expected. Holds no text of the record beyond what names the fault. */
  readonly message: string;
  /** 1-based line of the decompressed object on which the record begins. */
  readonly line: number;
  /** The record's bytes, at most the first 64 KiB. */
  readonly bytes: Uint8Array;
  /** True where `bytes` is only the beginning. */
  readonly isCut: boolean;
}

/** How an object was compressed, told from its bytes. */
export type Compression = 'plain' | 'gzip' | 'zstd';

/** How records are laid out in the decompressed object, told from its first bytes. */
export type RecordShape = 'empty' | 'ndjson' | 'array' | 'wrapped' | 'concatenated';

/** Why an object could not be read to its end. */
export type DecodeErrorCode =
  | 'GZIP_TRUNCATED'
  | 'GZIP_CORRUPT'
  | 'ZSTD_TRUNCATED'
  | 'ZSTD_CORRUPT'
  | 'TRAILING_GARBAGE'
  | 'JSON_TRUNCATED'
  | 'JSON_CORRUPT'
  | 'NOT_TEXT'
  | 'OBJECT_TOO_LARGE'
  | 'READ_FAILED';

/** The fault that ended a scan early. */
export interface DecodeError {
  readonly code: DecodeErrorCode;
  /** Says what was found and what was expected; the place stands in the offsets. */
  readonly message: string;
  /** Offset in the object as stored (compressed bytes). */
  readonly compressedOffset: number;
  /** Offset in the decompressed bytes. */
  readonly offset: number;
}

/** How the reading of one object ended. `error` present means incomplete: a clean scan is never claimed. */
export interface DecodeOutcome {
  readonly compression: Compression;
  readonly shape: RecordShape;
  /** Bytes as stored. */
  readonly compressedBytes: number;
  /** Bytes after decompression. */
  readonly bytes: number;
  /** Records found, those rejected and those passed over included. */
  readonly records: number;
  readonly error?: DecodeError;
}

/**
 * Where the reading of an object can go on: everything before record `ordinal` has been given, nothing of what follows.
 * Plain data that survives JSON.
 */
export interface DecodePosition {
  readonly compression: Compression;
  readonly shape: RecordShape;
  /** Offset in the object as stored from which it is read again: a gzip member, a zstd frame, a plain byte. */
  readonly storedOffset: number;
  /** Decompressed offset of that byte's member or frame. */
  readonly unitOffset: number;
  /** Decompressed offset and 1-based line at which the next record is looked for. */
  readonly offset: number;
  readonly line: number;
  /** Ordinal of the next record. */
  readonly ordinal: number;
}

/** What a decoder yields, in the object's order; `end` comes once and last, `position` only where it is asked for. */
export type DecodeItem =
  | { readonly kind: 'batch'; readonly batch: RecordBatch }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  /** Lines that were set aside, as was asked for: counted, and not given. */
  | { readonly kind: 'late'; readonly batch: RecordBatch }
  /** So many records were passed over, as was asked for: somewhere among those given before. */
  | { readonly kind: 'passed'; readonly records: number }
  | { readonly kind: 'position'; readonly position: DecodePosition }
  | { readonly kind: 'end'; readonly outcome: DecodeOutcome };
