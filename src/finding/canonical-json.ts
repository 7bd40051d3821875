// A JSON value → the one text that stands for it: what content hashes are taken of.

import type { JsonObject, JsonValue } from '../model/index.ts';
import { isJsonObject } from '../model/index.ts';

/**
 * JSON without blanks, keys sorted by code unit, numbers and escapes as JSON.stringify writes them; `omitted`
 * keys of the top level are left out. Records that differ only in the order of their keys give the same text.
 */
export function canonicalJson(value: JsonValue, omitted: ReadonlySet<string> = new Set()): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (isJsonObject(value)) return canonicalObject(value, omitted);
  return JSON.stringify(value);
}

function canonicalObject(object: JsonObject, omitted: ReadonlySet<string>): string {
  const members = Object.keys(object)
    .filter((key) => !omitted.has(key))
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
