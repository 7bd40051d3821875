// Connections → the first 20 destinations and how many there were, in any order, however often delivered.

import type { FindingDestination } from '../model/index.ts';
import { BoundedSet } from './bounded-set.ts';
import { isoTime } from './event-time.ts';

/** Destinations a finding names. */
export const MAX_DESTINATIONS = 20;

/** A destination with its earliest time; Infinity = no record of it had one. */
interface Reached {
  readonly ip: string;
  readonly port: number | undefined;
  readonly timeMs: number;
}

/**
 * The first destinations by (first time, ip, port). Twenty places are enough in any order: when the record of
 * a destination's first time arrives, fewer than twenty others can stand before it, and none comes to later.
 */
export class Destinations {
  readonly #distinct = new BoundedSet();
  #first: readonly Reached[] = [];

  /** Notes a connection. */
  add(ip: string, port: number | undefined, timeMs: number | undefined): void {
    this.#distinct.add(`${ip} ${port ?? ''}`);
    this.#keep([{ ip, port, timeMs: timeMs ?? Number.POSITIVE_INFINITY }]);
  }

  /** Notes what the other has seen. */
  merge(other: Destinations): void {
    this.#distinct.merge(other.#distinct);
    this.#keep(other.#first);
  }

  /** Distinct destinations (address and port); a lower bound beyond the limit of {@link BoundedSet}. */
  get distinct(): number {
    return this.#distinct.count;
  }

  /** The first {@link MAX_DESTINATIONS}, in order. */
  first(): readonly FindingDestination[] {
    return this.#first.map(toDestination);
  }

  #keep(reached: readonly Reached[]): void {
    const earliest: Reached[] = [];
    for (const one of [...this.#first, ...reached].sort(compareReached)) {
      if (!earliest.some((kept) => kept.ip === one.ip && kept.port === one.port))
        earliest.push(one);
    }
    this.#first = earliest.slice(0, MAX_DESTINATIONS);
  }
}

function compareReached(a: Reached, b: Reached): number {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs ? -1 : 1;
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  return (a.port ?? -1) - (b.port ?? -1);
}

function toDestination(reached: Reached): FindingDestination {
  const firstTime = isoTime(reached.timeMs);
  return {
    ip: reached.ip,
    ...(reached.port === undefined ? {} : { port: reached.port }),
    ...(firstTime === undefined ? {} : { firstTime }),
  };
}
