// Parts that come and go as a window slides → the window's value.

import type { CorrelationSpec, PartialMatch } from '../model/index.ts';
import { expressionHolds, reaches } from './condition.ts';
import { orderedLength } from './order.ts';
import { average, percentile } from './statistics.ts';

/** A class because it is a queue with counts kept beside it: a window slides over every event. */
export class SlidingWindow {
  readonly #spec: CorrelationSpec;
  readonly #parts: PartialMatch[] = [];
  #first = 0;
  readonly #rules = new Map<string, number>();
  readonly #texts = new Map<string, number>();

  constructor(spec: CorrelationSpec) {
    this.#spec = spec;
  }

  /** Adds a part that is not older than those in the window. */
  add(part: PartialMatch): void {
    this.#parts.push(part);
    addTo(this.#rules, part.rule, 1);
    if (this.#spec.type !== 'value_count') return;
    for (const value of part.values) addTo(this.#texts, String(value), 1);
  }

  /** Lets go of parts before that time. */
  dropBefore(timeMs: number): void {
    for (let part = this.#parts[this.#first]; part !== undefined; part = this.#parts[this.#first]) {
      if (part.timeMs >= timeMs) break;
      this.#first++;
      addTo(this.#rules, part.rule, -1);
      if (this.#spec.type !== 'value_count') continue;
      for (const value of part.values) addTo(this.#texts, String(value), -1);
    }
    if (this.#first > MAX_GONE && this.#first * 2 > this.#parts.length) {
      this.#parts.splice(0, this.#first);
      this.#first = 0;
    }
  }

  /** By time. */
  get parts(): readonly PartialMatch[] {
    return this.#parts.slice(this.#first);
  }

  get size(): number {
    return this.#parts.length - this.#first;
  }

  /** What the condition is about: undefined where there is nothing to take a value of. */
  value(): number | undefined {
    const { type, rules, percentile: rank } = this.#spec;
    switch (type) {
      case 'event_count':
        return this.size;
      case 'value_count':
        return this.#texts.size;
      case 'temporal':
        return rules.filter((rule) => this.#rules.has(rule)).length;
      case 'temporal_ordered':
        return orderedLength(this.#orderedRules(), this.parts);
      case 'value_sum':
        return this.#numbers().reduce((sum, value) => sum + value, 0);
      case 'value_avg':
        return average(this.#numbers());
      case 'value_percentile':
        return percentile(this.#numbers(), rank);
      case 'value_median':
        return percentile(this.#numbers(), 50);
    }
  }

  /**
   * The window's value if the condition holds. `isRefuted` says of a rule under `not` whether it matched near the
   * window: it may have done so before or after what completes it.
   */
  verdict(isRefuted: (rule: string) => boolean): number | undefined {
    const { expression, thresholds, type } = this.#spec;
    const value = this.value();
    if (value === undefined) return undefined;
    if (expression === undefined) return reaches(value, thresholds) ? value : undefined;
    const holds = expressionHolds(expression, (rule) => this.#rules.has(rule) || isRefuted(rule));
    const isInOrder = type !== 'temporal_ordered' || value === this.#orderedRules().length;
    return holds && isInOrder ? value : undefined;
  }

  /** With an extended condition those of its rules that have matched: `a or b` needs not both. */
  #orderedRules(): readonly string[] {
    const { expression, rules } = this.#spec;
    return expression === undefined ? rules : rules.filter((rule) => this.#rules.has(rule));
  }

  #numbers(): readonly number[] {
    return this.parts.flatMap(({ values }) => values.filter((value) => typeof value === 'number'));
  }
}

/** Parts that may lie before the window until the queue is made shorter. */
const MAX_GONE = 256;

function addTo(counts: Map<string, number>, key: string, change: number): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
