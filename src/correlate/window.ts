// Parts that come and go as a window slides → the window's value, kept up at the cost of what comes and goes.

import type { CorrelationSpec, PartialMatch } from '../model/index.ts';
import { expressionHolds, reaches } from './condition.ts';
import { ExactSum } from './exact-sum.ts';
import { type OrderedWay, orderedWays } from './ordered-ways.ts';
import { RuleChain } from './rule-chain.ts';
import { SortedNumbers } from './sorted-numbers.ts';

/** A class because it is a queue with counts kept beside it: a window slides over every event. */
export class SlidingWindow {
  readonly #spec: CorrelationSpec;
  /** By time; those before `#first` are gone, and so are `#dropped` before them. */
  readonly #parts: PartialMatch[] = [];
  #first = 0;
  #dropped = 0;
  #fromMs = Number.NEGATIVE_INFINITY;
  readonly #events = new Map<string, number>();
  readonly #rules = new Map<string, number>();
  readonly #texts = new Map<string, number>();
  readonly #sum = new ExactSum();
  readonly #sorted = new SortedNumbers();
  #numbers = 0;
  /** Of temporal_ordered, one chain for each way in which it holds. */
  readonly #ways: readonly { readonly way: OrderedWay; readonly chain: RuleChain }[];

  constructor(spec: CorrelationSpec) {
    this.#spec = spec;
    const ways = spec.type === 'temporal_ordered' ? orderedWays(spec.expression, spec.rules) : [];
    this.#ways = ways.map((way) => ({ way, chain: new RuleChain(way.needs) }));
  }

  /** Slides to the next time at which something happened: takes its parts, and lets go of those before `fromMs`. */
  slide(now: readonly PartialMatch[], fromMs: number): void {
    for (const part of now) {
      this.#parts.push(part);
      this.#count(part, 1);
    }
    for (const { chain } of this.#ways) advance(chain, now);
    this.#fromMs = fromMs;
    for (let part = this.#parts[this.#first]; part !== undefined; part = this.#parts[this.#first]) {
      if (part.timeMs >= fromMs) break;
      this.#first++;
      this.#count(part, -1);
    }
    if (this.#first <= MAX_GONE || this.#first * 2 <= this.#parts.length) return;
    this.#parts.splice(0, this.#first);
    this.#dropped += this.#first;
    this.#first = 0;
  }

  /** Parts taken so far, also those that are gone: the place behind the last one. */
  get end(): number {
    return this.#dropped + this.#parts.length;
  }

  /** The parts in the window, by time, less those taken before that place. */
  partsFrom(place: number): readonly PartialMatch[] {
    return this.#parts.slice(Math.max(this.#first, place - this.#dropped));
  }

  /** True if a match of that rule is in the window. */
  hasRule(rule: string): boolean {
    return this.#rules.has(rule);
  }

  /** Distinct events, each once for every rule it matched. */
  get size(): number {
    return this.#events.size;
  }

  /**
   * The window's value if the condition holds. `isRefuted` says of a rule under `not` whether it matched near the
   * window: it may have done so before or after what completes it.
   */
  verdict(isRefuted: (rule: string) => boolean): number | undefined {
    const { expression, thresholds } = this.#spec;
    const value = this.value();
    if (value === undefined) return undefined;
    if (expression === undefined) return reaches(value, thresholds) ? value : undefined;
    const isNear = (rule: string) => this.#rules.has(rule) || isRefuted(rule);
    const holds =
      this.#spec.type === 'temporal_ordered'
        ? this.#ways.some(
            ({ way, chain }) =>
              chain.lengthSince(this.#fromMs) === way.needs.length && !way.excludes.some(isNear),
          )
        : expressionHolds(expression, isNear);
    return holds ? value : undefined;
  }

  /** What the condition is about: undefined where there is nothing to take a value of. */
  value(): number | undefined {
    const { type, percentile: rank } = this.#spec;
    switch (type) {
      case 'event_count':
        return this.size;
      case 'value_count':
        return this.#texts.size;
      case 'temporal':
        return this.#matchedRules;
      case 'temporal_ordered':
        return this.#spec.expression === undefined ? this.#inOrder : this.#matchedRules;
      case 'value_sum':
        return this.#sum.value;
      case 'value_avg':
        return this.#numbers === 0 ? undefined : this.#sum.value / this.#numbers;
      case 'value_percentile':
        return this.#sorted.percentile(rank);
      case 'value_median':
        return this.#sorted.percentile(50);
    }
  }

  get #matchedRules(): number {
    return this.#spec.rules.filter((rule) => this.#rules.has(rule)).length;
  }

  /** How many of the rules, from the first, matched in order. */
  get #inOrder(): number {
    return this.#ways[0]?.chain.lengthSince(this.#fromMs) ?? 0;
  }

  /** What came (1) or went (-1). */
  #count(part: PartialMatch, change: 1 | -1): void {
    addTo(this.#events, `${part.rule.length} ${part.rule}${part.eventId}`, change);
    addTo(this.#rules, part.rule, change);
    for (const value of part.values) {
      if (this.#spec.type === 'value_count') addTo(this.#texts, String(value), change);
      else if (typeof value === 'number') this.#countNumber(value, change);
    }
  }

  #countNumber(value: number, change: 1 | -1): void {
    this.#numbers += change;
    this.#sum.add(change * value);
    if (!RANKED.has(this.#spec.type)) return;
    if (change > 0) this.#sorted.add(value);
    else this.#sorted.drop(value);
  }
}

/** Parts of the same time, in the order of time. */
export function* byTime(parts: readonly PartialMatch[]): Generator<readonly PartialMatch[]> {
  let start = 0;
  for (let end = 1; end <= parts.length; end++) {
    if (parts[end]?.timeMs === parts[start]?.timeMs) continue;
    yield parts.slice(start, end);
    start = end;
  }
}

/** Parts that may lie before the window until the queue is made shorter. */
const MAX_GONE = 256;

const RANKED: ReadonlySet<string> = new Set(['value_percentile', 'value_median']);

function advance(chain: RuleChain, now: readonly PartialMatch[]): void {
  const [first] = now;
  if (first !== undefined) chain.advance(first.timeMs, new Set(now.map(({ rule }) => rule)));
}

function addTo(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
