// Partial matches where connections wait for other objects → due only once the last of those was judged.

import type { PartialMatchStore, PartialPut } from '../../src/ports/index.ts';
import { changedPartialMatches } from '../../src/deliver/index.ts';

/**
 * The store, in which groups are due later by what a connection may wait: one that came within the grace takes part only
 * when it is judged, and "no such connection" must not be said before. Settle judges connections before groups.
 * @param joinMs how long a connection waits at most
 */
export function dueAfterJoin(store: PartialMatchStore, joinMs: number): PartialMatchStore {
  const later = (put: PartialPut): PartialPut =>
    put.dueMs === undefined
      ? put
      : { ...put, keepMs: put.keepMs + joinMs, dueMs: put.dueMs + joinMs };
  return changedPartialMatches(store, { put: (puts) => store.put(puts.map(later)) });
}
