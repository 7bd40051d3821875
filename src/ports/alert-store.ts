// Alerts, one a group at a time: who finds something on a process that has one joins it.

import type { AlertGroup, StoredAlert } from '../model/index.ts';

/**
 * What an alert shall be, given what it is; undefined = as it is. Pure: asked again where somebody else changed the alert
 * in between, or the answer to a write was lost.
 */
export type AlertChange = (there: StoredAlert | undefined) => StoredAlert | undefined;

/**
 * Keeps alerts for 7 days from their last change. Changes of one group follow each other, whoever makes them: each sees
 * what all before it did. Throws what its transport throws.
 */
export interface AlertStore {
  read(group: AlertGroup): Promise<StoredAlert | undefined>;
  /** Makes a change; gives what the alert is then. */
  change(group: AlertGroup, change: AlertChange): Promise<StoredAlert | undefined>;
  /** Alerts with `dueMs` ≤ `nowMs`; each is the caller's for `leaseMs`: its `dueMs` moves on by that. */
  due(nowMs: number, leaseMs: number): AsyncIterable<StoredAlert>;
}
