// One record of a batch → a JSON object, or the rejection that says why it is none.

import {
  err,
  isJsonObject,
  type JsonObject,
  ok,
  ordinalOf,
  type RecordBatch,
  type Rejection,
  type RejectionCode,
  type Result,
} from '../model/index.ts';
import { asBuffer, countLines } from './bytes.ts';
import { MAX_DEPTH, MAX_REJECTED_BYTES_KEPT } from './caps.ts';
import { isDeeperThan } from './depth.ts';
import { quoteLongIntegers } from './long-integers.ts';
import { quoteCause } from './quote.ts';

/** Why a record is none. */
interface Refusal {
  readonly code: RejectionCode;
  readonly message: string;
}

/**
 * Parses record `index` of a batch. Integers outside ±(2^53 - 1) come out as strings of their digits; of
 * duplicate keys the last wins; bytes that are no UTF-8 become U+FFFD, since rejecting them would let a
 * process hide behind one bad byte in its command line.
 *
 * Rejections: RECORD_NOT_JSON, RECORD_NOT_OBJECT, RECORD_TOO_DEEP.
 */
export function parseRecord(batch: RecordBatch, index: number): Result<JsonObject, Rejection> {
  const start = batch.starts[index] ?? 0;
  const end = batch.ends[index] ?? 0;
  const parsed = parseText(asBuffer(batch.bytes).toString('utf8', start, end));
  return parsed.ok ? parsed : err({ ...parsed.error, ...describeRecord(batch, index) });
}

function parseText(text: string): Result<JsonObject, Refusal> {
  if (isDeeperThan(text, MAX_DEPTH)) {
    const message = `the record nests deeper than ${MAX_DEPTH} levels`;
    return err({ code: 'RECORD_TOO_DEEP', message });
  }
  const quoted = quoteLongIntegers(text);
  let value: unknown;
  try {
    value = JSON.parse(quoted);
  } catch (cause) {
    const message = quoted === text ? quoteCause(cause) : explain(text);
    return err({ code: 'RECORD_NOT_JSON', message });
  }
  if (isJsonObject(value)) return ok(value);
  const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
  return err({ code: 'RECORD_NOT_OBJECT', message: `found ${found}; expected a JSON object` });
}

/** What JSON.parse says of the text as logged: positions in the quoted one would be shifted. */
function explain(text: string): string {
  try {
    JSON.parse(text);
    return 'the record is no JSON';
  } catch (cause) {
    return quoteCause(cause);
  }
}

function describeRecord(
  batch: RecordBatch,
  index: number,
): Pick<Rejection, 'ordinal' | 'offset' | 'line' | 'bytes' | 'isCut'> {
  const start = batch.starts[index] ?? 0;
  const end = batch.ends[index] ?? 0;
  const kept = batch.bytes.subarray(start, Math.min(end, start + MAX_REJECTED_BYTES_KEPT));
  return {
    ordinal: ordinalOf(batch, index),
    offset: batch.baseOffset + start,
    line: batch.lines?.[index] ?? batch.firstLine + countLines(batch.bytes, 0, start),
    // A copy: the batch's memory goes, the quarantine stays.
    bytes: new Uint8Array(kept),
    isCut: kept.length < end - start,
  };
}
