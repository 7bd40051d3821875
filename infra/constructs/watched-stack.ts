// What alarms and the dashboard watch.

import type { Canary } from './canary.ts';
import type { DirectTrigger } from './direct-trigger.ts';
import type { FdrPoller } from './fdr-poller.ts';
import type { Notify } from './notify.ts';
import type { QueueTrigger } from './queue-trigger.ts';
import type { Replay } from './replay.ts';
import type { ScanFunction } from './scan-function.ts';
import type { SettleFunction } from './settle-function.ts';
import type { StateTable } from './state-table.ts';

/** The parts of a stack that are watched. */
export interface WatchedStack {
  readonly scan: ScanFunction;
  readonly settle: SettleFunction;
  readonly trigger: QueueTrigger | DirectTrigger;
  readonly state: StateTable;
  /** Absent: none is wanted. */
  readonly canary?: Canary;
  /** By name of the destination. */
  readonly notify: ReadonlyMap<string, Notify>;
  /** By name of CrowdStrike's bucket. */
  readonly feeds: ReadonlyMap<string, FdrPoller>;
  /** Undefined: none is wanted. */
  readonly replay: Replay | undefined;
}
