// A record → JSON text. Unlike JSON.stringify it writes 64-bit integers as integers, as the shippers do.

/** What a record is made of. `bigint` is written as a JSON number with all its digits. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonRecord;

/** A record, or an object in one. Keys are written in the order given. */
export interface JsonRecord {
  readonly [key: string]: Json;
}

/** Marks a bigint inside the text; U+E000 is private use, so no record holds it. */
const MARK = '\uE000';

/** JSON text; `indent` spaces a level where given, else on one line. */
export function jsonText(record: JsonRecord | readonly Json[], indent?: number): string {
  const mark = (_key: string, value: unknown): unknown =>
    typeof value === 'bigint' ? `${MARK}${value}` : value;
  return JSON.stringify(record, mark, indent).replaceAll(/"\uE000(-?\d+)"/g, '$1');
}
