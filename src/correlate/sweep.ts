// The parts of a group in order of time → the windows in which the condition holds.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  CorrelationMatch,
  PartialMatch,
} from '../model/index.ts';
import type { PartialRange } from '../ports/index.ts';
import { refutingRules } from './condition.ts';
import { SlidingWindow } from './window.ts';

/** What a sweep goes over: parts from one timespan before the first window's end to one after the last. */
export interface Sweep {
  readonly correlation: CompiledCorrelation;
  readonly group: CorrelationGroup;
  readonly range: PartialRange;
  /** Windows that end in this time are judged. */
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;

/**
 * Slides the window `[t - timespan, t]`, both ends included, over the times at which something happened. Events of the
 * same time are in it together, and each completes it: the answer is one of the set of events, not of their order.
 */
export function* sweep({
  correlation,
  group,
  range,
  fromMs,
  toMs,
}: Sweep): Generator<CorrelationMatch> {
  const { timespanMs } = correlation;
  const refuting = refutingRules(correlation.expression);
  const window = new SlidingWindow(correlation);
  const ahead = new Lookahead(range.parts, refuting);
  let open: ReadonlySet<string> = new Set();
  for (const now of byTime(range.parts)) {
    for (const part of now) window.add(part);
    const [{ timeMs: endMs } = { timeMs: Number.NaN }] = now;
    window.dropBefore(endMs - timespanMs);
    if (!(endMs >= fromMs && endMs <= toMs)) continue;
    const value = window.verdict((rule) => ahead.has(rule, endMs, endMs + timespanMs));
    const completing = now.filter(({ rule }) => !refuting.has(rule));
    if (value === undefined || completing.length === 0) {
      open = new Set();
      continue;
    }
    const shared = { correlation, group, endMs, value, isExact: range.isWhole };
    const next = new Set<string>();
    for (const [source, completedBy] of bySource(completing)) {
      const key = `${Math.floor(endMs / DAY_MS)} ${source}`;
      const parts = (open.has(key) ? now : window.parts).filter(({ rule }) => !refuting.has(rule));
      next.add(key);
      yield { ...shared, source, size: window.size, parts, completedBy };
    }
    open = next;
  }
}

function* byTime(parts: readonly PartialMatch[]): Generator<readonly PartialMatch[]> {
  let start = 0;
  for (let end = 1; end <= parts.length; end++) {
    if (parts[end]?.timeMs === parts[start]?.timeMs) continue;
    yield parts.slice(start, end);
    start = end;
  }
}

function bySource(parts: readonly PartialMatch[]): ReadonlyMap<string, readonly PartialMatch[]> {
  return Map.groupBy(parts, ({ source }) => source);
}

/** Tells whether a rule that speaks against the condition matched after the window's end. */
class Lookahead {
  readonly #times = new Map<string, readonly number[]>();

  constructor(parts: readonly PartialMatch[], rules: ReadonlySet<string>) {
    for (const rule of rules) {
      const times = parts.filter((part) => part.rule === rule).map(({ timeMs }) => timeMs);
      this.#times.set(rule, times);
    }
  }

  has(rule: string, afterMs: number, untilMs: number): boolean {
    return this.#times.get(rule)?.some((timeMs) => timeMs > afterMs && timeMs <= untilMs) === true;
  }
}
