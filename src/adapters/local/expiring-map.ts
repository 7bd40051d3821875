// A map whose entries end: as a table's do, but at once.

import type { Clock } from '../../ports/index.ts';

/** Entries of the memory stores. What has expired is never given, and let go when it is asked for. */
export class ExpiringMap<V> {
  readonly #entries = new Map<string, { readonly value: V; readonly expiresMs: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The entry's value, unless it has expired. */
  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expiresMs > this.#clock.nowMs()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** Sets an entry that ends `keepMs` from now. */
  set(key: string, value: V, keepMs: number): void {
    this.#entries.set(key, { value, expiresMs: this.#clock.nowMs() + keepMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Keys and values that have not expired, as they are now. */
  entries(): readonly (readonly [string, V])[] {
    return [...this.#entries.keys()].flatMap((key) => {
      const value = this.get(key);
      return value === undefined ? [] : [[key, value] as const];
    });
  }
}
