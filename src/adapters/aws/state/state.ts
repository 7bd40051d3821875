// A table → all stores of a deployment.

import type {
  AlertStore,
  BacklogNotes,
  BudgetStore,
  DeliveryLedger,
  DigestStore,
  DueIndex,
  FindingStore,
  ObjectLedger,
  PartialMatchStore,
  ProcessStore,
} from '../../../ports/index.ts';
import { createAlertStore } from './alert-store.ts';
import { createBacklogNotes } from './backlog-notes.ts';
import { createBudgetStore } from './budget-store.ts';
import { createDeliveryLedger } from './delivery-ledger.ts';
import { createDigestStore } from './digest-store.ts';
import { createDueIndex } from './due.ts';
import { createFindingStore } from './finding-store.ts';
import { createObjectLedger } from './object-ledger.ts';
import { createPartialMatchStore } from './partial-matches.ts';
import { createProcessStore } from './process-store.ts';
import { StateTable, type StateTableDeps } from './state-table.ts';

/** The stores, and the index of what is due in them. */
export interface State {
  readonly ledger: ObjectLedger;
  readonly processes: ProcessStore;
  readonly findings: FindingStore;
  readonly partialMatches: PartialMatchStore;
  readonly index: DueIndex;
  readonly backlog: BacklogNotes;
  readonly alerts: AlertStore;
  readonly budgets: BudgetStore;
  readonly digests: DigestStore;
  readonly deliveries: DeliveryLedger;
}

/** What they are made of. */
export interface StateDeps extends StateTableDeps {
  /** How long nobody else judges a group that somebody was told of. @default 10 minutes */
  readonly judgeLeaseMs?: number;
}

/**
 * Stores in one table: keys `pk` and `sk` (S), TTL attribute `ttl`, global index `due` of `due` (S) and `dueAt` (N),
 * KEYS_ONLY. Need dynamodb:GetItem, BatchGetItem, PutItem, UpdateItem, DeleteItem, BatchWriteItem and Query on the table,
 * and Query on its index.
 */
export function createState({ judgeLeaseMs, ...deps }: StateDeps): State {
  const table = new StateTable(deps);
  return {
    ledger: createObjectLedger(table),
    processes: createProcessStore(table),
    findings: createFindingStore(table),
    partialMatches: createPartialMatchStore(table, judgeLeaseMs),
    index: createDueIndex(table),
    backlog: createBacklogNotes(table),
    alerts: createAlertStore(table),
    budgets: createBudgetStore(table),
    digests: createDigestStore(table),
    deliveries: createDeliveryLedger(table),
  };
}
