// The parts of a group in order of time → the windows in which the condition holds.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  CorrelationMatch,
  PartialMatch,
} from '../model/index.ts';
import type { PartialRange, TimeSpan } from '../ports/index.ts';
import { refutingRules } from './condition.ts';
import { byTime, SlidingWindow } from './window.ts';

/** What a sweep goes over: parts from one timespan before windows' ends to one after. */
export interface Sweep {
  readonly correlation: CompiledCorrelation;
  readonly group: CorrelationGroup;
  readonly range: PartialRange;
  /** Windows that end in these spans are judged; by time, none overlaps another. */
  readonly ends: readonly TimeSpan[];
}

const DAY_MS = 86_400_000;

/**
 * Slides the window `[t - timespan, t]`, both ends included, over the times at which something happened. Events of the
 * same time are in it together, and each completes it: the answer is one of the set of events, not of their order.
 */
export function* sweep({ correlation, group, range, ends }: Sweep): Generator<CorrelationMatch> {
  const { timespanMs } = correlation;
  const refuting = refutingRules(correlation.expression);
  const window = new SlidingWindow(correlation);
  const judged = new Ends(ends);
  const ahead = new Lookahead(range.parts, refuting);
  /** By finding (day and source) the place in the window up to which parts were reported. */
  const reported = new Map<string, number>();
  for (const now of byTime(range.parts)) {
    const [{ timeMs: endMs } = { timeMs: Number.NaN }] = now;
    window.slide(now, endMs - timespanMs);
    if (!judged.has(endMs)) continue;
    const completing = now.filter(({ rule }) => !refuting.has(rule));
    if (completing.length === 0) continue;
    const value = window.verdict((rule) => ahead.has(rule, endMs, endMs + timespanMs));
    if (value === undefined) continue;
    const shared = { correlation, group, endMs, value, isExact: range.isWhole };
    for (const [source, completedBy] of bySource(completing)) {
      const key = `${Math.floor(endMs / DAY_MS)} ${source}`;
      const parts = window.partsFrom(reported.get(key) ?? 0);
      reported.set(key, window.end);
      yield {
        ...shared,
        source,
        size: window.size,
        parts: parts.filter(({ rule }) => !refuting.has(rule)),
        completedBy,
      };
    }
  }
}

function bySource(parts: readonly PartialMatch[]): ReadonlyMap<string, readonly PartialMatch[]> {
  return Map.groupBy(parts, ({ source }) => source);
}

/** Tells whether a window is to be judged. Asked with times that never go back. */
class Ends {
  readonly #spans: readonly TimeSpan[];
  #next = 0;

  constructor(spans: readonly TimeSpan[]) {
    this.#spans = spans;
  }

  has(timeMs: number): boolean {
    let span = this.#spans[this.#next];
    while (span !== undefined && span.toMs < timeMs) span = this.#spans[++this.#next];
    return span !== undefined && span.fromMs <= timeMs;
  }
}

/** Tells whether a rule that speaks against the condition matched after the window's end. */
class Lookahead {
  readonly #times = new Map<string, { readonly times: readonly number[]; next: number }>();

  constructor(parts: readonly PartialMatch[], rules: ReadonlySet<string>) {
    for (const rule of rules) {
      const times = parts.filter((part) => part.rule === rule).map(({ timeMs }) => timeMs);
      this.#times.set(rule, { times, next: 0 });
    }
  }

  /** Asked with times that never go back. */
  has(rule: string, afterMs: number, untilMs: number): boolean {
    const ahead = this.#times.get(rule);
    if (ahead === undefined) return false;
    while ((ahead.times[ahead.next] ?? Number.POSITIVE_INFINITY) <= afterMs) ahead.next++;
    return (ahead.times[ahead.next] ?? Number.POSITIVE_INFINITY) <= untilMs;
  }
}
