// An object that was scanned → the same records once more, for a later pass.

import {
  type DecodeItem,
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

/** Gives the records of the part, or those of them that `picking` asks for. What stops the reading is the outcome. */
export async function readAgain(
  { object, from, endOrdinal }: ScannedPart,
  decoder: RecordDecoder,
  onBatch: (batch: RecordBatch) => void | Promise<void>,
  picking?: LinePicking,
): Promise<ScanProblem | undefined> {
  const { ownsChunks } = object;
  const options = { from, ...(picking !== undefined && { pick: () => picking, ownsChunks }) };
  let next = from?.ordinal ?? 0;
  for await (const item of decoder.decodeObject(object.open(from?.storedOffset), options)) {
    if (item.kind === 'end') return item.outcome.error;
    if (item.kind === 'batch') {
      const count = countBefore(endOrdinal, item.batch);
      if (count > 0) await onBatch({ ...item.batch, count });
    }
    next += recordsOfItem(item);
    if (next >= endOrdinal) return undefined;
  }
  throw new TypeError(`the decoder ended without an outcome for ${object.name}`);
}

/** How many records of the batch stand before that ordinal: its bytes may have arrived otherwise than before. */
function countBefore(ordinal: number, batch: RecordBatch): number {
  let { count } = batch;
  while (count > 0 && ordinalOf(batch, count - 1) >= ordinal) count--;
  return count;
}

function recordsOfItem(item: Exclude<DecodeItem, { readonly kind: 'end' }>): number {
  if (item.kind === 'batch' || item.kind === 'late') return item.batch.count;
  if (item.kind === 'passed') return item.records;
  return item.kind === 'rejected' ? 1 : 0;
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
