// --since and --until × events → which of them are evaluated.

import type { LogEvent } from '../model/index.ts';

/** Epoch ms; `sinceMs` inclusive, `untilMs` exclusive. Undefined = open. */
export interface TimeWindow {
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

/** False only for an event whose time is known to lie outside: without a time nothing can be ruled out. */
export function isInWindow(event: LogEvent, window: TimeWindow): boolean {
  const { sinceMs, untilMs } = window;
  // An event works out its time when it is asked.
  if (sinceMs === undefined && untilMs === undefined) return true;
  const { timeMs } = event;
  if (timeMs === undefined) return true;
  if (sinceMs !== undefined && timeMs < sinceMs) return false;
  return untilMs === undefined || timeMs < untilMs;
}
