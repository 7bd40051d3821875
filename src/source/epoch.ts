// Seconds or milliseconds since 1970, as a number or as its text → epoch ms.

import { textOf } from './text.ts';
import { timeMs } from './time.ts';

/** Seconds reach this in the year 5138, milliseconds had it in 1973: neither is the time of an event. */
const FIRST_MS = 1e11;

/** Up to 14 digits, and a fraction: what a double still holds exactly to the millisecond. */
const EPOCH = /^\d{1,14}(?:\.\d{1,9})?$/;

/** Epoch ms of `1795169702.118`, `1795169702118`, the numbers themselves, or ISO-8601; undefined for all else. */
export function epochMs(value: unknown): number | undefined {
  const text = textOf(value)?.trim();
  if (text === undefined || !EPOCH.test(text)) return timeMs(text);
  const epoch = Number(text);
  return timeMs(Math.round(epoch < FIRST_MS ? epoch * 1_000 : epoch));
}
