// Partial matches where connections wait for other objects → due only once the last of those was judged.

import type { PartialMatchStore, PartialPut } from '../../src/ports/index.ts';

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
  return {
    put: (puts) => store.put(puts.map(later)),
    makeRoom: () => store.makeRoom(),
    range: (group, spans) => store.range(group, spans),
    due: (nowMs) => store.due(nowMs),
    judged: (due) => store.judged(due),
  };
}
