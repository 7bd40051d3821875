// What events offer of a thing that other events only name, as stores keep it.

import type { JsonValue } from './json.ts';

/** Fields that one event states together of the thing, such as a signature's status and signer. */
export interface Offer {
  /** The field that stands for its group. */
  readonly head: string;
  /** Of the event, in epoch ms; null = it has none. */
  readonly timeMs: number | null;
  /** Sigma's field → value. */
  readonly values: readonly (readonly [string, JsonValue])[];
}

/** An offer in little room: of the starts of an object hardly any is ever asked for. */
export interface WrittenOffer extends Pick<Offer, 'head' | 'timeMs'> {
  /** JSON of head, time and values, as files keep it. */
  readonly text: string;
}

/** Writes an offer. */
export function writeOffer({ head, timeMs, values }: Offer): WrittenOffer {
  return { head, timeMs, text: JSON.stringify([head, timeMs, values]) };
}

/** The offer that was written. */
export function readOffer({ head, timeMs, text }: WrittenOffer): Offer {
  const [, , values]: readonly [string, number | null, Offer['values']] = JSON.parse(text);
  return { head, timeMs, values };
}

/**
 * Of each head's offers the one that holds: the earliest, then the one least as text. By head. The same for any order
 * and repetition, and for parts of it that went through here before.
 */
export function leastOffers(offers: Iterable<Offer>): readonly Offer[] {
  return leastOf(offers, isOfferBefore);
}

/** The same of written ones. */
export function leastWritten(offers: Iterable<WrittenOffer>): readonly WrittenOffer[] {
  return leastOf(offers, (a, b) => isBefore(a, b, ({ text }) => text));
}

function leastOf<O extends Pick<Offer, 'head'>>(
  offers: Iterable<O>,
  isLess: (a: O, b: O) => boolean,
): readonly O[] {
  const least = new Map<string, O>();
  for (const offer of offers) {
    const kept = least.get(offer.head);
    if (kept === undefined || isLess(offer, kept)) least.set(offer.head, offer);
  }
  return [...least.values()].sort((a, b) => (a.head < b.head ? -1 : 1));
}

/** True if `a` holds and `b` does not: the earlier one, at one time the one least as text. One without a time comes last. */
export function isOfferBefore(a: Offer, b: Offer): boolean {
  return isBefore(a, b, ({ values }) => JSON.stringify(values));
}

function isBefore<O extends Pick<Offer, 'timeMs'>>(
  a: O,
  b: O,
  textOf: (one: O) => string,
): boolean {
  const [aMs, bMs] = [a.timeMs ?? Number.POSITIVE_INFINITY, b.timeMs ?? Number.POSITIVE_INFINITY];
  return aMs === bMs ? textOf(a) < textOf(b) : aMs < bMs;
}
