// Correlations → those that count, and how much there must be of a group within one timespan before any window of it can hold.

import type { CompiledCorrelation, CorrelationSpec, Level } from '../model/index.ts';
import { MAX_HOLD_MS, MAX_WAIT_MS } from '../ports/index.ts';
import { isRefutable } from './condition.ts';
import { GRACE_MS } from './lane.ts';

/** Of a correlation that counts: no window of it holds with less. */
export interface CountLimit {
  readonly timespanMs: number;
  /** Distinct events of event_count, distinct values of value_count. */
  readonly atLeast: number;
  readonly counts: 'events' | 'values';
}

/** By id of the correlation. */
export type CountLimits = ReadonlyMap<string, CountLimit>;

const COUNTS: Readonly<Partial<Record<CorrelationSpec['type'], CountLimit['counts']>>> = {
  event_count: 'events',
  value_count: 'values',
};

/** Of these somebody is paged: they are not to wait for the next run of settle. */
const AT_ONCE: ReadonlySet<Level> = new Set<Level>(['high', 'critical']);

/** A shared store gives no window more: with so many of a group they need not wait for others, and a run can hand them on. */
const MOST = 1_000;

const DAY_MS = 24 * 3_600_000;

/** What is kept a day is kept as long as a shared store keeps it (lane.ts), where the timespan is no longer: 2.9 hours. */
const MAX_TIMESPAN_MS = (DAY_MS - GRACE_MS - MAX_WAIT_MS - MAX_HOLD_MS) / 2;

/**
 * Those whose partial matches may wait outside the store until there are enough of their group: from correlations alone, the
 * same everywhere. Not those that more events could undo, nor those that refer to correlations or are referred to by any: what
 * these tell each other goes through the store, in time.
 */
export function countLimits(correlations: readonly CompiledCorrelation[]): CountLimits {
  const inner = new Set(correlations.flatMap(({ rules }) => rules));
  const ids = new Set(correlations.map(({ id }) => id));
  const limits = new Map<string, CountLimit>();
  for (const one of correlations) {
    const counts = COUNTS[one.type];
    const isChained = inner.has(one.id) || one.rules.some((rule) => ids.has(rule));
    if (counts === undefined || isChained || isRefutable(one) || AT_ONCE.has(one.level)) continue;
    const { id, timespanMs } = one;
    const atLeast = Math.min(MOST, Math.max(0, ...one.thresholds.map(leastOf)));
    const isShort = timespanMs > 0 && timespanMs <= MAX_TIMESPAN_MS;
    const isCounted = atLeast > 1 && Number.isInteger(timespanMs) && isShort;
    if (isCounted) limits.set(id, { timespanMs, atLeast, counts });
  }
  return limits;
}

function leastOf({ op, value }: CorrelationSpec['thresholds'][number]): number {
  return op === 'gt' ? Math.floor(value) + 1 : Math.ceil(value);
}
