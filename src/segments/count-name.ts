// A group of a correlation that counts, and a time → the name under which its partial matches of that time wait.
//
//   buckets of one timespan    │   b   │  b+1  │  b+2  │     a window is as long as a bucket: it lies in one, or in two that
//   a window                        └───────┘                are next to each other

import { createHash } from 'node:crypto';
import { parseJson } from '../model/index.ts';
import type { CorrelationGroup } from '../model/index.ts';
import { hashName } from './names.ts';

/** What a name says. */
export interface CountName {
  readonly tenant: string;
  readonly correlation: string;
  readonly timespanMs: number;
  /** Event time in timespans. */
  readonly bucket: number;
  /** Of the group's values, which may be long. */
  readonly group: string;
}

/** An hour of event time, or so: names of one are kept in files of their own. */
const SLOT_MS = 3_600_000;
/** Slots have numbers below this, and not below 0: until the year 13,377. */
const MAX_SLOT = 10 ** 8;

/** The name of a partial match. */
export function countNameOf(
  { tenant, correlation, values }: CorrelationGroup,
  timeMs: number,
  timespanMs: number,
): CountName {
  const group = createHash('sha256').update(JSON.stringify(values)).digest('base64url');
  // Whole numbers divide without rounding up.
  const bucket = Math.floor(Math.floor(timeMs) / timespanMs);
  return { tenant, correlation, timespanMs, bucket, group };
}

/** As it stands in a file. */
export function countNameText(name: CountName): string {
  const { tenant, correlation, timespanMs, bucket, group } = name;
  return JSON.stringify(['n', tenant, correlation, timespanMs, bucket, group]);
}

/** Reads it; undefined for a name that is not one. */
export function readCountName(text: string): CountName | undefined {
  const [kind, tenant, correlation, timespanMs, bucket, group, ...rest] = listOf(parseJson(text));
  const isOne =
    kind === 'n' &&
    typeof tenant === 'string' &&
    typeof correlation === 'string' &&
    typeof timespanMs === 'number' &&
    typeof bucket === 'number' &&
    typeof group === 'string' &&
    rest.length === 0;
  return isOne ? { tenant, correlation, timespanMs, bucket, group } : undefined;
}

function listOf(value: ReturnType<typeof parseJson>) {
  return Array.isArray(value) ? value : [];
}

/** The same group so many buckets later. */
export function nextTo(name: CountName, by: number): CountName {
  return { ...name, bucket: name.bucket + by };
}

/** By which it is looked for. */
export function countHash(name: CountName): number {
  return hashName(countNameText(name));
}

/** Where it is kept; undefined for a time that no log has: nothing of it waits. */
export function slotOf({ bucket, timespanMs }: CountName): number | undefined {
  const slot = Math.floor((bucket * timespanMs) / SLOT_MS);
  return slot >= 0 && slot < MAX_SLOT ? slot : undefined;
}
