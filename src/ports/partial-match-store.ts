// Where correlations keep events until their windows are judged.

import type { CorrelationGroup, PartialMatch } from '../model/index.ts';

/**
 * How long what is due, a group or a connection, may be held back, at most, since events of it may still wait to be
 * scanned.
 */
export const MAX_HOLD_MS = 6 * 3_600_000;

/**
 * How long an event may wait, at most, before it is offered to correlations at all: a connection whose program, or the
 * signature of it, other objects may still tell of. Its window began with events that came as much earlier; a shared store
 * keeps all for so much longer, and for as long as judging it may be held back.
 */
export const MAX_WAIT_MS = 12 * 3_600_000;

/** A partial match on its way into a store, and how long it is of use. */
export interface PartialPut {
  readonly group: CorrelationGroup;
  readonly part: PartialMatch;
  /** It may be let go this many ms after its time: by event time in memory, by the clock in a database. */
  readonly keepMs: number;
  /** From when on {@link PartialMatchStore.due} names its group, in epoch ms; absent = never. */
  readonly dueMs?: number;
}

/** Event time from … to …, both included, in epoch ms. */
export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Partial matches of a group in spans of event time. */
export interface PartialRange {
  /** By (timeMs, rule, eventId), then source and values. */
  readonly parts: readonly PartialMatch[];
  /** False where there were more than the store may give or keep. */
  readonly isWhole: boolean;
  /** Where there are more than the store gives at once: all before this time are there, and the others are to be asked for again. */
  readonly cutMs?: number;
}

/** A group that may be judged: windows that end between these event times. */
export interface DueGroup extends TimeSpan {
  readonly group: CorrelationGroup;
}

/**
 * `kept`, or known already. `full`: nothing was kept, but judging what waits and then making room may help.
 * `turned-away`: there is no room and none to be had; counted, and ranges of the group are not whole any more.
 */
export type PutFate = 'kept' | 'full' | 'turned-away';

/** Keeps partial matches. Whatever was put is seen by every later read, of this process or another. */
export interface PartialMatchStore {
  /**
   * Keeps them, in order; gives the fate of each up to the first `full`, behind which none was looked at. Putting the
   * same again changes nothing. An event that comes again with another time, source or values is kept beside the first:
   * which of them arrives first must not matter. With other evidence the smallest stays.
   */
  put(puts: readonly PartialPut[]): Promise<readonly PutFate[]>;
  /**
   * Lets go of what no event in time can need any more. Called after `full`, when nothing waits to be judged but what
   * {@link due} will name. The first that is put after it is not `full`.
   */
  makeRoom(): Promise<void>;
  /** Those that happened in one of the spans, which stand by time and do not overlap. */
  range(group: CorrelationGroup, spans: readonly TimeSpan[]): Promise<PartialRange>;
  /**
   * Groups with partial matches that are due at `nowMs`, each once; a partial match makes its group due once. A shared
   * store names a group again after a while, unless {@link PartialMatchStore.judged} was called.
   */
  due(nowMs: number): AsyncIterable<DueGroup>;
  /** What was found in a group that was due is kept: so it is not due again, but for what came since. */
  judged(due: DueGroup): Promise<void>;
}
