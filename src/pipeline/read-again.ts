// An object that was scanned → the same records once more, for a later pass.

import {
  type DecodePosition,
  type JsonObject,
  type LinePicking,
  ordinalOf,
  type RecordBatch,
} from '../model/index.ts';
import type { ScanObject } from '../ports/index.ts';
import type { ObjectOutcome, RecordDecoder } from './scan-object.ts';
import type { ScanProblem } from './scan-problem.ts';

/** The part of an object that was scanned. */
export interface ScannedPart {
  readonly object: ScanObject;
  /** Where the scan began. */
  readonly from: DecodePosition | undefined;
  /** Ordinal of the first record that it did not reach. */
  readonly endOrdinal: number;
}

/** The part that the first pass has read. */
export function scannedPart(
  object: ScanObject,
  { counts }: Pick<ObjectOutcome, 'counts'>,
  from: DecodePosition | undefined,
): ScannedPart {
  return { object, from, endOrdinal: (from?.ordinal ?? 0) + counts.records };
}

/**
 * Gives the batches that hold records of the part, or those of them that `picking` asks for. What stops the reading is
 * the outcome.
 */
export async function readAgain(
  { object, from, endOrdinal }: ScannedPart,
  decoder: RecordDecoder,
  onBatch: (batch: RecordBatch) => void | Promise<void>,
  picking?: LinePicking,
): Promise<ScanProblem | undefined> {
  const { ownsChunks } = object;
  const options = { from, ...(picking !== undefined && { pick: () => picking, ownsChunks }) };
  for await (const item of decoder.decodeObject(object.open(from?.storedOffset), options)) {
    if (item.kind === 'end') return item.outcome.error;
    if (item.kind !== 'batch') continue;
    const { batch } = item;
    if (batch.firstOrdinal >= endOrdinal) return undefined;
    await onBatch(batch);
    if (ordinalOf(batch, batch.count - 1) + 1 >= endOrdinal) return undefined;
  }
  throw new TypeError(`the decoder ended without an outcome for ${object.name}`);
}

/** The records of the batch with their places in it; those that cannot be read were rejected by the first pass. */
export function* recordsOf(
  batch: RecordBatch,
  decoder: RecordDecoder,
): Generator<readonly [JsonObject, number]> {
  for (let index = 0; index < batch.count; index++) {
    const parsed = decoder.parseRecord(batch, index);
    if (parsed.ok) yield [parsed.value, index];
  }
}
