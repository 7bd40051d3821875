// All stores of a deployment in the memory of one process.

import type { BacklogNotes, Clock, DueIndex, DueItem, DueKind } from '../../ports/index.ts';
import { createMemoryBacklogNotes } from './memory-backlog-notes.ts';
import { MemoryFindings } from './memory-findings.ts';
import { createMemoryObjectLedger, type MemoryObjectLedger } from './memory-object-ledger.ts';
import { createMemoryPartialMatches, type MemoryPartialMatches } from './memory-partial-matches.ts';
import { MemoryProcesses } from './memory-processes.ts';

/** The stores, and the index of what is due in them. */
export interface MemoryState {
  readonly ledger: MemoryObjectLedger;
  readonly processes: MemoryProcesses;
  readonly findings: MemoryFindings;
  readonly partialMatches: MemoryPartialMatches;
  readonly index: DueIndex;
  readonly backlog: BacklogNotes;
}

/** Stores that keep nothing yet. Only partial matches are bounded: memory grows with what the others are given. */
export function createMemoryState(clock: Clock): MemoryState {
  const processes = new MemoryProcesses(clock);
  const ledger = createMemoryObjectLedger(clock);
  const findings = new MemoryFindings(clock);
  const partialMatches = createMemoryPartialMatches();
  const dueItems: Readonly<Record<DueKind, (nowMs: number) => readonly DueItem[]>> = {
    connection: (nowMs) => processes.due(nowMs),
    claim: (nowMs) => ledger.due(nowMs),
    finding: (nowMs) => findings.due(nowMs),
    correlation: (nowMs) => partialMatches.dueItems(nowMs),
  };
  return {
    ledger,
    processes,
    findings,
    partialMatches,
    backlog: createMemoryBacklogNotes(clock),
    index: {
      async *due(kind, nowMs) {
        yield* dueItems[kind](nowMs);
      },
    },
  };
}
