// Where correlations keep events until their windows are judged.

import type { CorrelationGroup, PartialMatch } from '../model/index.ts';

/** How long a partial match is of use. */
export interface PartialTerms {
  /** It may be let go this many ms after its time: by event time in memory, by the clock in a database. */
  readonly keepMs: number;
  /** From when on {@link PartialMatchStore.due} names its group, in epoch ms; absent = never. */
  readonly dueMs?: number;
}

/** Partial matches of a group in a range of event time. */
export interface PartialRange {
  /** By (timeMs, rule, eventId). */
  readonly parts: readonly PartialMatch[];
  /** False where there were more than the store may give or keep. */
  readonly isWhole: boolean;
}

/** A group that may be judged: windows that end between these event times. */
export interface DueGroup {
  readonly group: CorrelationGroup;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Keeps partial matches. Whatever was put is seen by every later read, of this process or another. */
export interface PartialMatchStore {
  /** Keeps one. Putting the same rule and event again changes nothing. */
  put(group: CorrelationGroup, part: PartialMatch, terms: PartialTerms): Promise<void>;
  /** Those with `fromMs` ≤ timeMs ≤ `toMs`. */
  range(group: CorrelationGroup, fromMs: number, toMs: number): Promise<PartialRange>;
  /**
   * Groups with partial matches that are due at `nowMs`, each once; a partial match makes its group due once. A shared
   * store names a group again after a while, unless {@link PartialMatchStore.judged} was called.
   */
  due(nowMs: number): AsyncIterable<DueGroup>;
  /** What was found in a group that was due is kept: so it is not due again, but for what came since. */
  judged(due: DueGroup): Promise<void>;
}
