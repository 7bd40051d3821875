// A match → its ids. From the triggering record and the rule's id alone, so that redelivery, another engine
// and an edited rule all give the same ids. Never from object, ordinal, offset, wall clock or joined fields.

import { createHash } from 'node:crypto';
import type { CompiledRule, CorrelationMatch, JsonValue, LogEvent } from '../model/index.ts';
import { canonicalJson } from './canonical-json.ts';
import { eventTimeMs, isoTime } from './event-time.ts';

/** Characters kept of a base64url SHA-256: 162 bits. */
const ID_CHARACTERS = 27;

/** Day of a finding whose event has no time that can be read. */
const NO_DAY = '-';

/** Host or process of a correlation that is not grouped by any. */
const NO_KEY = '-';

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

/** What a match is named by. */
export interface MatchNamed {
  readonly rule: Pick<CompiledRule, 'id'>;
  readonly event: LogEvent;
}

/** Ids of a match, for one tenant. */
export function identifyMatch(match: MatchNamed, tenant: string): MatchIdentity {
  const { event, rule } = match;
  const id = eventId(event);
  const entityKey = event.entityKey ?? id;
  const day = dayOf(eventTimeMs(event));
  const findingId = digest('f1', [tenant, rule.id, event.source, event.hostKey, entityKey, day]);
  return { eventId: id, matchId: matchId(tenant, rule.id, id), findingId, entityKey, day };
}

/** Everything that identifies a finding of a correlation. */
export interface CorrelationIdentity {
  readonly findingId: string;
  readonly hostKey: string;
  readonly entityKey: string;
  readonly day: string;
}

/**
 * Ids of a correlation's window: the values it is grouped by stand for host and process. Grouped by Computer and
 * ProcessGuid they are the very keys that findings of single events have.
 */
export function identifyCorrelation(match: CorrelationMatch, tenant: string): CorrelationIdentity {
  const { correlation, group, source, endMs } = match;
  const named = correlation.groupBy.map((name, index) => ({
    name,
    value: group.values[index] ?? '',
  }));
  const hostKey = named.find(({ name }) => name === 'Computer')?.value ?? NO_KEY;
  const entityKey = groupKey(named.filter(({ name }) => name !== 'Computer'));
  const day = dayOf(endMs);
  const findingId = digest('f1', [tenant, correlation.id, source, hostKey, entityKey, day]);
  return { findingId, hostKey, entityKey, day };
}

function groupKey(named: readonly { readonly name: string; readonly value: string }[]): string {
  const [first, ...more] = named;
  if (first === undefined) return NO_KEY;
  if (more.length === 0 && first.name === 'ProcessGuid') return first.value;
  const texts = named.map(({ name, value }) => `${name}=${value}`);
  return more.length === 0 ? String(texts[0]) : JSON.stringify(texts);
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
export function digest(kind: string, parts: readonly JsonValue[]): string {
  const text = JSON.stringify([kind, ...parts]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return `${kind}_${hash.slice(0, ID_CHARACTERS)}`;
}
