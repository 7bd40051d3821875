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

/**
 * Of each head's offers the one that holds: the earliest, then the one least as text. By head. The same for any order
 * and repetition, and for parts of it that went through here before.
 */
export function leastOffers(offers: Iterable<Offer>): readonly Offer[] {
  const least = new Map<string, Offer>();
  for (const offer of offers) {
    const kept = least.get(offer.head);
    if (kept === undefined || isOfferBefore(offer, kept)) least.set(offer.head, offer);
  }
  return [...least.values()].sort((a, b) => (a.head < b.head ? -1 : 1));
}

/** True if `a` holds and `b` does not: the earlier one, at one time the one least as text. One without a time comes last. */
export function isOfferBefore(a: Offer, b: Offer): boolean {
  const [aMs, bMs] = [a.timeMs ?? Number.POSITIVE_INFINITY, b.timeMs ?? Number.POSITIVE_INFINITY];
  return aMs === bMs ? JSON.stringify(a.values) < JSON.stringify(b.values) : aMs < bMs;
}
