// What is remembered of an alert, so that it is told once whatever arrives, how often and in which order.

import type { AlertEvent, AlertGroup, AlertRoute } from './alert.ts';
import type { Level } from './rule.ts';

/** Something people are told of an alert. Its place in {@link StoredAlert.told} is its revision. */
export interface Telling {
  readonly event: AlertEvent;
  /** Highest level and strongest route told by then: only what goes beyond is told anew. */
  readonly level: Level;
  readonly route: AlertRoute;
  /** The finding that brought it; absent where time did. */
  readonly by?: string;
  /** So many of the alert's rules people know by then. */
  readonly rules: number;
  /** Epoch ms. */
  readonly atMs: number;
}

/** What was known of an alert's matches when it was last looked at. */
export interface AlertActivity {
  /** Matches of all its findings. */
  readonly count: number;
  readonly seenMs: number;
  /** The last match, as far as clocks can be believed: never later than when it was seen. */
  readonly activeMs: number;
}

/**
 * An alert as stored, one a group at a time.
 *
 *   opened ─→ (raised)* ─→ closed ─→ resolved: the next finding opens another
 *                 └─────←────┘ a higher level or another rule opens the window again
 */
export interface StoredAlert {
  readonly id: string;
  readonly group: AlertGroup;
  readonly openedMs: number;
  /** When the last of its findings joined. */
  readonly joinedMs: number;
  /** Ids of its findings, sorted; {@link MAX_ALERT_FINDINGS} at most. */
  readonly findings: readonly string[];
  /** Ids of the rules of these, in the order in which they joined; as many at most. */
  readonly rules: readonly string[];
  /** False where more joined than are kept. */
  readonly isWhole: boolean;
  /** By revision; empty until something is to be told: what goes to a digest, or is over the budget, is not. */
  readonly told: readonly Telling[];
  /** The revision that time brought and of which nobody said yet that it was sent. */
  readonly pending?: number;
  /** When time brings the next; absent = never. */
  readonly dueMs?: number;
  readonly activity?: AlertActivity;
  /** The alert before it, whose resolution was begun and is still to be said. */
  readonly previous?: StoredAlert;
}

/** Findings that an alert names: one a rule and day. Later ones still raise it. */
export const MAX_ALERT_FINDINGS = 100;
