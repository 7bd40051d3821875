// Times at which something was added → the spans in which windows that hold one of them end.

import type { TimeSpan } from '../ports/index.ts';

/** Spans kept apart until they are joined where they meet; events mostly come in order and join the last. */
const LOOSE_SPANS = 64;

/** A class because it keeps few spans for many times. */
export class Spans {
  readonly #lengthMs: number;
  #spans: TimeSpan[] = [];
  #joinAt = LOOSE_SPANS;

  /** A window that holds an event of time t ends between t and `lengthMs` later. */
  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** Adds the span from that time on. */
  add(fromMs: number): void {
    const toMs = fromMs + this.#lengthMs;
    const last = this.#spans.at(-1);
    if (last !== undefined && fromMs >= last.fromMs && toMs <= last.toMs) return;
    if (last !== undefined && fromMs >= last.fromMs && fromMs <= last.toMs) {
      this.#spans[this.#spans.length - 1] = { fromMs: last.fromMs, toMs };
      return;
    }
    this.#spans.push({ fromMs, toMs });
    if (this.#spans.length < this.#joinAt) return;
    this.#spans = [...joined(this.#spans)];
    this.#joinAt = Math.max(LOOSE_SPANS, 2 * this.#spans.length);
  }

  /** The spans, by time; none meets another. */
  joined(): readonly TimeSpan[] {
    return joined(this.#spans);
  }
}

/** The same spans longer by so much at both ends. */
export function widened(spans: readonly TimeSpan[], byMs: number): readonly TimeSpan[] {
  return joined(spans.map(({ fromMs, toMs }) => ({ fromMs: fromMs - byMs, toMs: toMs + byMs })));
}

function joined(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const all: TimeSpan[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last === undefined || span.fromMs > last.toMs) all.push(span);
    else all[all.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return all;
}
