// An event + what others offer of its process, file or host → the event as rules and findings read it.

import type { LogEvent } from '../model/index.ts';
import { ATTRIBUTED_FIELD, attributedText, isProgramKnown } from '../source/index.ts';
import { groupOf, hasOwnValue, isJoinable, isValue } from './join-fields.ts';
import type { Offered, OfferedGroup, OfferOrigin } from './join-offers.ts';

/**
 * Completes an event; the first of the offers wins per group of fields, the event's own values before all. What
 * identifies it stays its own: a finding has the same id whether its start was seen or not.
 */
export function completeEvent(event: LogEvent, offers: readonly Offered[]): LogEvent {
  const joined = joinedValues(event, offers);
  if (joined.size === 0) return event;
  const known = (name: string): unknown =>
    joined.has(name) ? joined.get(name) : event.field(name);
  const claim = { entityId: undefined, startTime: undefined };
  const isAttributed =
    event.isAttributed ||
    isProgramKnown({ ...claim, image: known('Image'), pid: known('ProcessId') });
  const attributed = attributedText(event.field(ATTRIBUTED_FIELD) !== undefined, isAttributed);
  const field = (name: string): unknown => (name === ATTRIBUTED_FIELD ? attributed : known(name));
  return {
    ...membersOf(event),
    isAttributed,
    joinedFields: [...joined.keys()].filter((name) => isValue(joined.get(name))).sort(),
    field,
  };
}

/** The event, judged without fields that were waited for in vain. */
export function withAwaited(event: LogEvent, awaitedFields: readonly string[]): LogEvent {
  return { ...membersOf(event), awaitedFields };
}

/** What a spread copy would lose: members of events are getters of a prototype. */
function membersOf(event: LogEvent): LogEvent {
  return {
    source: event.source,
    eventKind: event.eventKind,
    logsource: event.logsource,
    timeMs: event.timeMs,
    hostKey: event.hostKey,
    entityKey: event.entityKey,
    identity: event.identity,
    element: event.element,
    isAttributed: event.isAttributed,
    joinOffer: event.joinOffer,
    joinKeys: event.joinKeys,
    ...(event.joinedFields !== undefined && { joinedFields: event.joinedFields }),
    ...(event.awaitedFields !== undefined && { awaitedFields: event.awaitedFields }),
    record: event.record,
    transportFields: event.transportFields,
    leaves: () => event.leaves(),
    field: (name) => event.field(name),
  };
}

/** Fields that a join filled, by Sigma's name, and the event they came from. */
export interface JoinedFields {
  readonly fields: readonly string[];
  readonly origin: OfferOrigin;
}

/** Where the {@link LogEvent.joinedFields} of a completed event came from, one entry an event, in the order of the offers. */
export function joinedOrigins(
  event: LogEvent,
  offers: readonly Offered[],
): readonly JoinedFields[] {
  const byEvent = new Map<OfferOrigin, string[]>();
  for (const [head, { values, origin }] of joinedGroups(event, offers)) {
    if (origin === undefined) continue;
    const stated = new Map(values);
    const fields = groupOf(head).filter((name) => isValue(stated.get(name)));
    byEvent.set(origin, [...(byEvent.get(origin) ?? []), ...fields]);
  }
  return [...byEvent].map(([origin, fields]) => ({ fields: fields.sort(), origin }));
}

/** Values that replace the event's own, whole groups at a time: what the offer leaves out of a group is absent. */
function joinedValues(event: LogEvent, offers: readonly Offered[]): ReadonlyMap<string, unknown> {
  const joined = new Map<string, unknown>();
  for (const [head, { values }] of joinedGroups(event, offers)) {
    const stated = new Map(values);
    for (const name of groupOf(head)) joined.set(name, stated.get(name));
  }
  return joined;
}

/** The offer that wins for each group of fields, by the first field of the group. */
function joinedGroups(
  event: LogEvent,
  offers: readonly Offered[],
): ReadonlyMap<string, OfferedGroup> {
  const winning = new Map<string, OfferedGroup>();
  for (const offered of offers) {
    for (const [head, group] of offered) {
      if (winning.has(head) || !isJoinable(head) || hasOwnValue(event, head)) continue;
      winning.set(head, group);
    }
  }
  return winning;
}
