// A field that holds JSON as text (Azure Monitor's EventData, Defender's AdditionalFields) → the object in it.

import { isJsonObject, type JsonObject } from '../model/index.ts';

const NO_FIELDS: JsonObject = {};

/** Deepest nesting read: as deep as the decoder lets a record be, which sees this text as a string. */
const MAX_DEPTH = 64;

/** Digits of 2^53 - 1: shorter runs are always exact. */
const LONG_DIGITS = /\d{16}/;

/** The object; an empty one where the text is none. Integers beyond 2^53 come as their digits. */
export function parseJsonText(text: string): JsonObject {
  try {
    const plain: unknown = JSON.parse(text);
    // Whoever walks the fields may do so by recursion: what nests deeper than a record may says nothing.
    if (!isJsonObject(plain) || isDeeperThan(plain, MAX_DEPTH)) return NO_FIELDS;
    const value: unknown = LONG_DIGITS.test(text) ? JSON.parse(text, keepDigits) : plain;
    return isJsonObject(value) ? value : NO_FIELDS;
  } catch {
    // Cut by a pipeline's size limit, or never JSON: the record stays, this field of it says nothing.
    return NO_FIELDS;
  }
}

/** True where objects and arrays nest deeper than `max`; `{}` is 1. Goes no deeper itself. */
function isDeeperThan(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return max === 0 || Object.values(value).some((member) => isDeeperThan(member, max - 1));
}

/** An integer that a double cannot hold comes out as its digits, as the decoder does for records. */
function keepDigits(_key: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = written?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}
