// Objects → their records, one by one, each with its place; what cannot be read is told, not left out.

import { decodeObject, parseRecord } from '../../decode/index.ts';
import type { Delivery, JsonObject, RecordBatch } from '../../model/index.ts';
import type { ScanObject } from '../../ports/index.ts';

/** A record, or why there is none. */
export type ReadRecord =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly delivery: Delivery }
  | { readonly kind: 'rejected'; readonly delivery: Delivery; readonly reason: string }
  | IncompleteObject;

/** An object whose rest could not be read. */
export interface IncompleteObject {
  readonly kind: 'incomplete';
  readonly object: string;
  readonly reason: string;
}

/** The records of an object, or the one of that ordinal (counted from 0, as findings do). */
export async function* readRecords(
  object: ScanObject,
  ordinal: number | undefined,
): AsyncGenerator<ReadRecord> {
  const isWanted = (candidate: number) => ordinal === undefined || candidate === ordinal;
  for await (const item of decodeObject(object.open())) {
    if (item.kind === 'batch') yield* readBatch(object.name, item.batch, isWanted);
    else if (item.kind === 'rejected') {
      const { ordinal: found, offset, code, message } = item.rejection;
      if (!isWanted(found)) continue;
      const delivery = { object: object.name, ordinal: found, offset };
      yield { kind: 'rejected', delivery, reason: `${code}: ${message}` };
    } else if (item.kind === 'end' && item.outcome.error !== undefined) {
      const { code, message } = item.outcome.error;
      yield { kind: 'incomplete', object: object.name, reason: `${code}: ${message}` };
    }
  }
}

function* readBatch(
  object: string,
  batch: RecordBatch,
  isWanted: (ordinal: number) => boolean,
): Generator<ReadRecord> {
  for (let index = 0; index < batch.count; index++) {
    const ordinal = batch.firstOrdinal + index;
    if (!isWanted(ordinal)) continue;
    const delivery = { object, ordinal, offset: batch.baseOffset + (batch.starts[index] ?? 0) };
    const parsed = parseRecord(batch, index);
    if (parsed.ok) yield { kind: 'record', record: parsed.value, delivery };
    else {
      const { code, message } = parsed.error;
      yield { kind: 'rejected', delivery, reason: `${code}: ${message}` };
    }
  }
}
