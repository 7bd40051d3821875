// An IPv4 address as a dual-stack socket logs it, `::ffff:192.0.2.9` → the address itself.

import type { JsonValue } from '../model/index.ts';

const MAPPED = /^(?:::|(?:0{1,4}:){5})ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The IPv4 address in an IPv4-mapped one; whatever else is logged as it is, an object as absent. */
export function unmapAddress(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  if (typeof value !== 'string' || value.length > 48) return value;
  return MAPPED.exec(value.trim())?.[1] ?? value;
}
