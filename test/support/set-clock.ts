// A clock that stands until it is moved.

import type { Clock } from '../../src/ports/index.ts';

/** A clock for tests. */
export interface SetClock extends Clock {
  advance(ms: number): void;
}

/** 2026-11-20T12:00:00Z, unless told otherwise. */
export function createSetClock(startMs = Date.UTC(2026, 10, 20, 12)): SetClock {
  let now = startMs;
  return {
    nowMs: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
