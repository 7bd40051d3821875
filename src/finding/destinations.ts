// Connections → the first 20 destinations and how many there were, in any order, however often delivered.

import { compareText, type FindingDestination } from '../model/index.ts';
import { BoundedSet } from './bounded-set.ts';
import { isoTime } from './event-time.ts';

/** Destinations a finding names. */
export const MAX_DESTINATIONS = 20;

/** Where to, and when. */
export interface Connection {
  readonly ip: string;
  readonly port?: number | undefined;
  readonly timeMs?: number | undefined;
  /** The destination's name. */
  readonly host?: string | undefined;
}

/** A destination with its earliest time; Infinity = no record of it had one. */
interface Reached {
  readonly ip: string;
  readonly port: number | undefined;
  readonly timeMs: number;
  readonly host: string | undefined;
}

/**
 * The first destinations by (first time, ip, port). Twenty places are enough in any order: when the record of
 * a destination's first time arrives, fewer than twenty others can stand before it, and none comes to later. Its name is
 * that of the first record, of several at that time the least: another rule would depend on what was dropped before.
 */
export class Destinations {
  readonly #distinct = new BoundedSet();
  #first: readonly Reached[] = [];

  /** Notes a connection. */
  add({ ip, port, timeMs = Number.POSITIVE_INFINITY, host }: Connection): void {
    this.#distinct.add(`${ip} ${port ?? ''}`);
    this.#keep([{ ip, port, timeMs, host }]);
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
  return (a.port ?? -1) - (b.port ?? -1) || compareHosts(a.host, b.host);
}

/** Any name goes before none. */
function compareHosts(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  return compareText(a, b);
}

function toDestination(reached: Reached): FindingDestination {
  const firstTime = isoTime(reached.timeMs);
  return {
    ip: reached.ip,
    ...(reached.port === undefined ? {} : { port: reached.port }),
    ...(reached.host === undefined ? {} : { host: reached.host }),
    ...(firstTime === undefined ? {} : { firstTime }),
  };
}
