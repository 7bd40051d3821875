// A record of LimaCharlie, `{routing, event}` → the events in it: one for each connection that it lists.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as one event. */
export interface LimaView extends RecordView {
  readonly routing: JsonObject;
  readonly event: JsonObject;
  /** routing.event_type. */
  readonly kind: string;
  /** Where the ends of the connection stand: the member of NETWORK_ACTIVITY, else the event. */
  readonly connection: JsonObject;
}

/** Kinds that are a process: their own atom is the process's, and their parent atom that of its parent. */
const PROCESS_KINDS: ReadonlySet<string> = new Set(['NEW_PROCESS', 'EXISTING_PROCESS']);

/** The kind of record that lists the connections of a process. */
const CONNECTION_LIST = 'NETWORK_CONNECTIONS';

const LIST = 'NETWORK_ACTIVITY';
const NOTHING: JsonObject = {};

/**
 * True for routing.event_type beside routing.sid or routing.oid, with an `event` object. Detections have `detect` in
 * its place; events without routing name no host.
 */
export function isLimaCharlie(record: JsonObject): boolean {
  const routing = objectAt(record, 'routing');
  if (routing === undefined || objectAt(record, 'event') === undefined) return false;
  const isSensor = ['sid', 'oid'].some((name) => isText(getOwn(routing, name)));
  return isSensor && isText(getOwn(routing, 'event_type'));
}

/**
 * The record's events. A list of connections without a member stays one event, so that it is counted; a member that
 * is no object keeps its place, so that the others keep theirs.
 */
export function viewsLima(record: JsonObject): readonly LimaView[] {
  const routing = objectAt(record, 'routing') ?? NOTHING;
  const event = objectAt(record, 'event') ?? NOTHING;
  const kind = knownText(getOwn(routing, 'event_type')) ?? '';
  const view: LimaView = { record, routing, event, kind, connection: event };
  if (kind !== CONNECTION_LIST) return [view];
  const list = getOwn(event, LIST);
  const members = Array.isArray(list) ? list : [list];
  if (members.length === 0) return [{ ...view, connection: NOTHING, element: 0 }];
  return members.map((member, element) => ({
    ...view,
    element,
    connection: member !== undefined && isJsonObject(member) ? member : NOTHING,
  }));
}

/** The record with this event's connection alone: a condition on its path must not hold on another's. */
export function recordOf(view: LimaView): JsonObject {
  if (view.element === undefined) return view.record;
  return { ...view.record, event: { ...view.event, [LIST]: view.connection } };
}

/** True for an event that is a process, not something that a process did. */
export function isProcessKind(kind: string): boolean {
  return PROCESS_KINDS.has(kind);
}

/** The object's own object under the key. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = getOwn(object, key);
  return value !== undefined && isJsonObject(value) ? value : undefined;
}

/** The object's own value under the key; undefined for an object, which no field here is. */
export function scalarAt(object: JsonObject | undefined, key: string): JsonValue | undefined {
  const value = object === undefined ? undefined : getOwn(object, key);
  return value !== undefined && isJsonObject(value) ? undefined : value;
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && knownText(value) !== undefined;
}
