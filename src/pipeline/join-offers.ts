// Events that offer something → per wanted key what they offer, the same in whichever order they come.

import type { Delivery, LogEvent } from '../model/index.ts';
import { groupOf, hasOwnValue, isJoinable } from './join-fields.ts';

/** The event that offered, for those who must say where values came from. */
export interface OfferOrigin {
  readonly delivery: Delivery;
  readonly eventKind: string;
  readonly timeMs: number | undefined;
}

/** Values of one group of fields, as one event states them. */
export interface OfferedGroup {
  readonly values: ReadonlyMap<string, unknown>;
  /** Infinity = the event has no time. */
  readonly timeMs: number;
  /** Decides between events of one time. */
  readonly text: string;
  /** Undefined where nobody asks for it: a scan keeps no places. */
  readonly origin: OfferOrigin | undefined;
}

/** What was offered under one key, by the first field of each group. */
export type Offered = ReadonlyMap<string, OfferedGroup>;

/**
 * Keeps offers for wanted keys only, so that memory grows with those who ask. Of several offers for a group of fields
 * the earliest stays, then the one least as text: the same after any order, split or repetition.
 */
export class JoinOffers {
  readonly #byKey = new Map<string, Map<string, OfferedGroup>>();

  /** Notes that an event asks. */
  want(event: LogEvent): void {
    for (const joinKey of event.joinKeys) {
      const key = keyOf(event, joinKey);
      if (!this.#byKey.has(key)) this.#byKey.set(key, new Map());
    }
  }

  /** Takes what the event offers, if somebody asks for it; with its place, if that is to be told. */
  take(event: LogEvent, delivery?: Delivery): void {
    const offer = event.joinOffer;
    if (offer === undefined) return;
    const groups = this.#byKey.get(keyOf(event, offer.key));
    if (groups === undefined) return;
    const { eventKind, timeMs } = event;
    const origin = delivery === undefined ? undefined : { delivery, eventKind, timeMs };
    for (const head of new Set(offer.fields.map(headOf))) keepLeast(groups, event, head, origin);
  }

  /** What was found for the event: one entry for each of its keys under which something was offered, first key first. */
  found(event: LogEvent): readonly Offered[] {
    return event.joinKeys.flatMap((joinKey) => {
      const groups = this.#byKey.get(keyOf(event, joinKey));
      return groups === undefined || groups.size === 0 ? [] : [groups];
    });
  }

  /** Keys somebody asks for. */
  get wanted(): number {
    return this.#byKey.size;
  }

  /** Groups of values that are kept. */
  get kept(): number {
    return [...this.#byKey.values()].reduce((sum, groups) => sum + groups.size, 0);
  }
}

/** One source's key says nothing of another's. */
function keyOf({ source }: LogEvent, joinKey: string): string {
  return `${source} ${joinKey}`;
}

/** The field that stands for its group. */
function headOf(field: string): string {
  return groupOf(field)[0] ?? field;
}

function keepLeast(
  groups: Map<string, OfferedGroup>,
  event: LogEvent,
  head: string,
  origin: OfferOrigin | undefined,
): void {
  if (!isJoinable(head) || !hasOwnValue(event, head)) return;
  const values = new Map(groupOf(head).map((name) => [name, event.field(name)]));
  const timeMs = event.timeMs ?? Number.POSITIVE_INFINITY;
  const one: OfferedGroup = { values, timeMs, text: JSON.stringify([...values]), origin };
  const kept = groups.get(head);
  if (kept === undefined || isBefore(one, kept)) groups.set(head, one);
}

function isBefore(a: OfferedGroup, b: OfferedGroup): boolean {
  return a.timeMs === b.timeMs ? a.text < b.text : a.timeMs < b.timeMs;
}
