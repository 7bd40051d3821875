// Parcels → batches that SNS takes: in order, at most ten and at most 256 KiB each.

import { MAX_MESSAGE_BYTES } from '../../model/index.ts';
import type { Parcel } from './sns-entry.ts';

/** @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const MAX_ENTRIES = 10;

/** Packs. Every parcel must fit a batch by itself. */
export function packBatches(parcels: readonly Parcel[]): readonly (readonly Parcel[])[] {
  const batches: Parcel[][] = [];
  let batch: Parcel[] = [];
  let bytes = 0;
  for (const parcel of parcels) {
    const isFull = batch.length === MAX_ENTRIES || bytes + parcel.bytes > MAX_MESSAGE_BYTES;
    if (batch.length === 0 || isFull) {
      batch = [];
      batches.push(batch);
      bytes = 0;
    }
    batch.push(parcel);
    bytes += parcel.bytes;
  }
  return batches;
}
