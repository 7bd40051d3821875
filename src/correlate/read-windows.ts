// Spans in which windows end × a store that gives only so much at once → parts for all of them, read on where the store stopped.
//
//   asked      ├──────────────────────────────────┤      from one timespan before the first end to one behind the last
//   given      ├────────────────┤ cut                     windows that end before the cut are whole: judged with this
//   asked then          ├─────────────────────────┤      from one timespan before the cut

import type { CorrelationGroup, CorrelationSpec } from '../model/index.ts';
import type { PartialMatchStore, PartialRange, TimeSpan } from '../ports/index.ts';
import { widened } from './spans.ts';

/** What was read, and the ends of the windows that are judged by it. */
export interface WindowsRead {
  readonly ends: readonly TimeSpan[];
  readonly range: PartialRange;
}

/** Reads behind the first, of one group at a time: one with more in its spans is judged as far as these go, and the rest by the last. */
const MAX_MORE = 31;

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
  const all: WindowsRead[] = [];
  for (let left = ends; left.length > 0; ) {
    const range = await store.range(group, widened(left, timespanMs));
    const { cutMs, parts } = range;
    if (cutMs === undefined || all.length === MAX_MORE) return [...all, { ends: left, range }];
    const firstMs = left[0]?.fromMs ?? cutMs;
    // What refutes a window may come as much later.
    const wholeMs = expression === undefined ? cutMs : cutMs - timespanMs;
    const isWhole = wholeMs > firstMs;
    const nextMs = isWhole ? wholeMs : firstMs + timespanMs;
    // Both ends of a span are included, and times may be fractions.
    const lastMs = parts.findLast(({ timeMs }) => timeMs < nextMs)?.timeMs ?? firstMs - 1;
    const before = left.map(({ fromMs, toMs }) => ({ fromMs, toMs: Math.min(toMs, lastMs) }));
    all.push({ ends: before, range: { parts, isWhole } });
    left = left
      .filter(({ toMs }) => toMs >= nextMs)
      .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, nextMs), toMs }));
  }
  return all;
}
