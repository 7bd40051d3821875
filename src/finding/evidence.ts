// Matches of one finding → the one it shows: the least by (time, event id), whatever the order of arrival.

import { compareText, type Delivery, type Match } from '../model/index.ts';
import { eventTimeMs } from './event-time.ts';
import { contentDigest } from './identity.ts';

/** Where a match stands in the order. Infinity = no time: sorts last. */
export interface EvidenceRank {
  readonly timeMs: number;
  readonly eventId: string;
  /** Decides between deliveries that claim one identity but differ in content. */
  readonly content: string;
  /** Decides between deliveries of the same content; affects provenance alone. */
  readonly delivery: Delivery;
}

/**
 * Ranks a match. The content is hashed when it is asked for: that of a match that comes behind another hardly ever is.
 * A copy (`{...rank}`) has it, and holds the record no longer.
 */
export function rankOf(match: Match, eventId: string): EvidenceRank {
  let content: string | undefined;
  return {
    timeMs: eventTimeMs(match.event) ?? Number.POSITIVE_INFINITY,
    eventId,
    get content() {
      content ??= contentDigest(match.event);
      return content;
    },
    delivery: match.delivery,
  };
}

/** Negative where `a` goes before `b`. A total order: only identical deliveries are equal. */
export function compareRanks(a: EvidenceRank, b: EvidenceRank): number {
  if (a.timeMs !== b.timeMs) return a.timeMs < b.timeMs ? -1 : 1;
  return (
    compareText(a.eventId, b.eventId) ||
    compareText(a.content, b.content) ||
    compareText(a.delivery.object, b.delivery.object) ||
    a.delivery.ordinal - b.delivery.ordinal ||
    a.delivery.offset - b.delivery.offset
  );
}
