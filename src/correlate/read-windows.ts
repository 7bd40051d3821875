// Spans in which windows end × a store that gives only so much at once → parts for all of them, read on where the store stopped.
//
//   asked      ├──────────────────────────────────┤      from one timespan before the first end to one behind the last
//   given      ├────────────────┤ cut                     windows that end before the cut are whole: judged with this
//   asked then          ├─────────────────────────┤      from one timespan before the cut

import type { CorrelationGroup, CorrelationSpec } from '../model/index.ts';
import type { PartialMatchStore, PartialRange, TimeSpan } from '../ports/index.ts';
import { refutingRules } from './condition.ts';
import { widened } from './spans.ts';

/** What was read, and the ends of the windows that are judged by it. */
export interface WindowsRead {
  readonly ends: readonly TimeSpan[];
  readonly range: PartialRange;
}

/** Of one group at a time: a group with more in its spans is judged as far as these go, and the rest by the last of them. */
const MAX_READS = 32;

/**
 * Reads what windows that end in these spans hold. Where a single window has more than the store gives, it is judged by what
 * was given, and reading goes on a timespan later: no group costs more reads than it has timespans.
 */
export async function readWindows(
  store: Pick<PartialMatchStore, 'range'>,
  { timespanMs, expression }: Pick<CorrelationSpec, 'timespanMs' | 'expression'>,
  group: CorrelationGroup,
  ends: readonly TimeSpan[],
): Promise<readonly WindowsRead[]> {
  // What refutes a window may come as much later.
  const aheadMs = refutingRules(expression).size > 0 ? timespanMs : 0;
  const all: WindowsRead[] = [];
  for (let left = ends; ; ) {
    const range = await store.range(group, widened(left, timespanMs));
    const [first] = left;
    const wholeMs = (range.cutMs ?? Number.POSITIVE_INFINITY) - aheadMs;
    const isLast = range.cutMs === undefined || all.length === MAX_READS - 1;
    if (first === undefined || isLast) return [...all, { ends: left, range }];
    const isWhole = wholeMs > first.fromMs;
    const nextMs = isWhole ? wholeMs : first.fromMs + Math.max(1, timespanMs);
    all.push({ ends: before(left, nextMs, range), range: isWhole ? { ...range, isWhole } : range });
    left = left
      .filter(({ toMs }) => toMs >= nextMs)
      .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, nextMs), toMs }));
    if (left.length === 0) return all;
  }
}

/** What of the spans lies before that time: up to the last that happened, for times may be fractions and both ends are included. */
function before(
  spans: readonly TimeSpan[],
  timeMs: number,
  { parts }: PartialRange,
): readonly TimeSpan[] {
  const lastMs = parts.findLast((part) => part.timeMs < timeMs)?.timeMs ?? Number.NEGATIVE_INFINITY;
  return spans
    .filter(({ fromMs }) => fromMs <= lastMs)
    .map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, lastMs) }));
}
