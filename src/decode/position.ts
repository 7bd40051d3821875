// How far a decoder has come → where a later one can go on; and what that one need not give again.

import type { DecodeItem, DecodePosition, RecordBatch } from '../model/index.ts';
import type { Progress } from './decompress.ts';
import type { TextFramer } from './text-framer.ts';
import type { UnitLog } from './unit-log.ts';

/**
 * The position behind everything that was given. Lines are read on from their member or frame. Other texts (an array, an envelope) are
 * read again from their start, since what surrounds a record is known only from there; undefined where the reading
 * cannot be interrupted just now.
 */
export function positionOf(
  { compression }: Progress,
  framer: TextFramer,
  units: UnitLog,
): DecodePosition | undefined {
  const { shape, records: ordinal, place } = framer;
  if (shape !== 'ndjson') {
    const start = { storedOffset: 0, unitOffset: 0, offset: 0, line: 1 };
    return framer.fault === undefined ? { compression, shape, ...start, ordinal } : undefined;
  }
  if (place === undefined) return undefined;
  const unit =
    compression === 'plain'
      ? { storedOffset: place.offset, unitOffset: place.offset }
      : units.reach(place.offset);
  return unit && { compression, shape, ...unit, ...place, ordinal };
}

/** Chunks without the bytes before `count`. */
export function dropBytes(chunk: Uint8Array, start: number, count: number): Uint8Array {
  return start >= count ? chunk : chunk.subarray(count - start);
}

/** The items without the records before `ordinal`: those of a text that is read again from its start. */
export function* dropRecords(items: readonly DecodeItem[], ordinal: number): Generator<DecodeItem> {
  for (const item of items) {
    if (item.kind === 'rejected' && item.rejection.ordinal < ordinal) continue;
    if (item.kind !== 'batch') {
      yield item;
      continue;
    }
    const gone = ordinal - item.batch.firstOrdinal;
    if (gone <= 0) yield item;
    else if (gone < item.batch.count) yield { kind: 'batch', batch: cutBatch(item.batch, gone) };
  }
}

function cutBatch(batch: RecordBatch, gone: number): RecordBatch {
  const { lines } = batch;
  return {
    ...batch,
    starts: batch.starts.subarray(gone),
    ends: batch.ends.subarray(gone),
    ...(lines && { lines: lines.subarray(gone) }),
    count: batch.count - gone,
    firstOrdinal: batch.firstOrdinal + gone,
  };
}
