// A match → its ids. From the triggering record and the rule's id alone, so that redelivery, another engine
// and an edited rule all give the same ids. Never from object, ordinal, offset, wall clock or joined fields.

import { createHash } from 'node:crypto';
import type { JsonValue, LogEvent, Match } from '../model/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { eventTimeMs, isoTime } from './event-time.ts';

/** Characters kept of a base64url SHA-256: 162 bits. */
const ID_CHARACTERS = 27;

/** Day of a finding whose event has no time that can be read. */
const NO_DAY = '-';

/** Everything that identifies a match. */
export interface MatchIdentity {
  readonly eventId: string;
  readonly matchId: string;
  readonly findingId: string;
  /** The process entity; the event's own id for rules without a process. */
  readonly entityKey: string;
  /** `YYYY-MM-DD`, or `-` without a time. */
  readonly day: string;
}

/** Ids of a match, for one tenant. */
export function identifyMatch(match: Match, tenant: string): MatchIdentity {
  const { event, rule } = match;
  const id = eventId(event);
  const entityKey = event.entityKey ?? id;
  const day = dayOf(eventTimeMs(event));
  const findingId = digest('f1', [tenant, rule.id, event.source, event.hostKey, entityKey, day]);
  return { eventId: id, matchId: matchId(tenant, rule.id, id), findingId, entityKey, day };
}

/**
 * Id of an event: of the identity its source states; else of its content without what transport added. For a
 * record with several connections plus the element. The source's id keeps two products' numbers apart.
 */
export function eventId(event: LogEvent): string {
  const stated: JsonValue = event.identity ?? canonicalJson(event.record, event.transportFields);
  return digest('e1', [event.source, stated, event.element ?? null]);
}

/** Id of a match: one rule on one event. */
export function matchId(tenant: string, ruleId: string, event: string): string {
  return digest('m1', [tenant, ruleId, event]);
}

/** Hash of a whole record, transport included: tells apart two deliveries that claim one identity. */
export function contentDigest(event: LogEvent): string {
  return digest('c1', [canonicalJson(event.record)]);
}

/** UTC day of a time in epoch ms; `-` for none. */
export function dayOf(timeMs: number | undefined): string {
  return isoTime(timeMs)?.slice(0, 10) ?? NO_DAY;
}

/** `kind_` and the hash of the parts as one JSON array, so that no part can run into the next. */
function digest(kind: string, parts: readonly JsonValue[]): string {
  const text = JSON.stringify([kind, ...parts]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return `${kind}_${hash.slice(0, ID_CHARACTERS)}`;
}
