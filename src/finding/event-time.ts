// Event time → what a finding says of it. A time outside the calendar is no time.

import type { LogEvent } from '../model/index.ts';

/** Years 1 to 9999: beyond, ISO-8601 texts change their width and no longer sort or cut as texts. */
const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
const LATEST_MS = Date.UTC(10_000, 0, 1) - 1;

/** The event's time in epoch ms, or undefined where there is none that can be written. */
export function eventTimeMs(event: LogEvent): number | undefined {
  const { timeMs } = event;
  return isWritable(timeMs) ? timeMs : undefined;
}

/** ISO-8601 UTC with milliseconds, or undefined. */
export function isoTime(timeMs: number | undefined): string | undefined {
  return isWritable(timeMs) ? new Date(timeMs).toISOString() : undefined;
}

function isWritable(timeMs: number | undefined): timeMs is number {
  return timeMs !== undefined && timeMs >= EARLIEST_MS && timeMs <= LATEST_MS;
}
