// Events that offer something → per wanted key what they offer, the same in whichever order they come.

import {
  type Delivery,
  isOfferBefore,
  type JsonValue,
  type LogEvent,
  type Offer,
  toJsonValue,
} from '../model/index.ts';
import { groupOf, hasOwnValue, headOf, isJoinable } from './join-fields.ts';

/** The event that offered, for those who must say where values came from. */
export interface OfferOrigin {
  readonly delivery: Delivery;
  readonly eventKind: string;
  readonly timeMs: number | undefined;
}

/** An offer, and whose it is. */
export interface OfferedGroup extends Offer {
  /** Undefined where nobody asks for it: a scan keeps no places. */
  readonly origin: OfferOrigin | undefined;
}

/** What was offered under one key, by the first field of each group. */
export type Offered = ReadonlyMap<string, OfferedGroup>;

/** The same with its key. */
export interface KeyOffered {
  readonly key: string;
  readonly offered: Offered;
}

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
    for (const one of offersOf(event)) {
      const kept = groups.get(one.head);
      if (kept === undefined || isOfferBefore(one, kept)) groups.set(one.head, { ...one, origin });
    }
  }

  /** What was found for the event: one entry for each of its keys under which something was offered, first key first. */
  found(event: LogEvent): readonly Offered[] {
    return this.foundByKey(event).map(({ offered }) => offered);
  }

  /** The same, told by key. */
  foundByKey(event: LogEvent): readonly KeyOffered[] {
    return event.joinKeys.flatMap((key) => {
      const offered = this.#byKey.get(keyOf(event, key));
      return offered === undefined || offered.size === 0 ? [] : [{ key, offered }];
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

/** What an event offers, one offer for each group of fields of which it says something. */
export function offersOf(event: LogEvent): readonly Offer[] {
  const timeMs = event.timeMs ?? null;
  const offers: Offer[] = [];
  for (const head of headsOf(event.joinOffer?.fields ?? [])) {
    if (hasOwnValue(event, head)) offers.push({ head, timeMs, values: valuesOf(event, head) });
  }
  return offers;
}

/** By the list of fields, of which a source has few. */
const headsOfLists = new WeakMap<readonly string[], readonly string[]>();

function headsOf(fields: readonly string[]): readonly string[] {
  const known = headsOfLists.get(fields);
  if (known !== undefined) return known;
  const heads = [...new Set(fields.map(headOf))].filter(isJoinable);
  headsOfLists.set(fields, heads);
  return heads;
}

/** Offers as a store keeps them, for {@link completeEvent}. */
export function toOffered(offers: readonly Offer[]): Offered {
  return new Map(offers.map((offer) => [offer.head, { ...offer, origin: undefined }]));
}

/** The values of a group that the event has. */
function valuesOf(event: LogEvent, head: string): Offer['values'] {
  const values: [string, JsonValue][] = [];
  for (const name of groupOf(head)) {
    const value = toJsonValue(event.field(name));
    if (value !== undefined) values.push([name, value]);
  }
  return values;
}
