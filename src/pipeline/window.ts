// --since and --until × events → which of them are evaluated.

import type { LogEvent } from '../model/index.ts';

/** Epoch ms; `sinceMs` inclusive, `untilMs` exclusive. Undefined = open. */
export interface TimeWindow {
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

/** False only for an event whose time is known to lie outside: without a time nothing can be ruled out. */
export function isInWindow(event: LogEvent, window: TimeWindow): boolean {
  const { timeMs } = event;
  if (timeMs === undefined) return true;
  if (window.sinceMs !== undefined && timeMs < window.sinceMs) return false;
  return window.untilMs === undefined || timeMs < window.untilMs;
}
