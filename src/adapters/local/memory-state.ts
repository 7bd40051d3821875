// All stores of a deployment in the memory of one process.

import type {
  BacklogNotes,
  BudgetStore,
  Clock,
  DeliveryLedger,
  DueIndex,
  DueItem,
  DueKind,
} from '../../ports/index.ts';
import { createMemoryAlerts, type MemoryAlerts } from './memory-alerts.ts';
import { createMemoryBacklogNotes } from './memory-backlog-notes.ts';
import { createMemoryBudgets } from './memory-budgets.ts';
import { createMemoryDeliveryLedger } from './memory-delivery-ledger.ts';
import { createMemoryDigests, type MemoryDigests } from './memory-digests.ts';
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
  readonly alerts: MemoryAlerts;
  readonly budgets: BudgetStore;
  readonly digests: MemoryDigests;
  readonly deliveries: DeliveryLedger;
}

/** Stores that keep nothing yet. Only partial matches are bounded: memory grows with what the others are given. */
export function createMemoryState(clock: Clock): MemoryState {
  const processes = new MemoryProcesses(clock);
  const ledger = createMemoryObjectLedger(clock);
  const findings = new MemoryFindings(clock);
  const partialMatches = createMemoryPartialMatches();
  const alerts = createMemoryAlerts(clock);
  const digests = createMemoryDigests(clock);
  const dueItems: Readonly<Record<DueKind, (nowMs: number) => readonly DueItem[]>> = {
    connection: (nowMs) => processes.due(nowMs),
    claim: (nowMs) => ledger.due(nowMs),
    finding: (nowMs) => findings.due(nowMs),
    correlation: (nowMs) => partialMatches.dueItems(nowMs),
    alert: (nowMs) => alerts.dueItems(nowMs),
    digest: (nowMs) => digests.dueItems(nowMs),
  };
  return {
    ledger,
    processes,
    findings,
    partialMatches,
    backlog: createMemoryBacklogNotes(clock),
    alerts,
    digests,
    budgets: createMemoryBudgets(clock),
    deliveries: createMemoryDeliveryLedger(clock),
    index: {
      async *due(kind, nowMs) {
        yield* dueItems[kind](nowMs);
      },
    },
  };
}
