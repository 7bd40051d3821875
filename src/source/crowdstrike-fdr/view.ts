// A record of Falcon Data Replicator, bare or inside an `event` envelope → the sensor's event in it.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as an event of the sensor, or as a row of the inventory of hosts. */
export interface FdrView extends RecordView {
  /** The objects in which the sensor's fields may stand: the `event` of an envelope, then the record. */
  readonly bodies: readonly JsonObject[];
  /** event_simpleName; ExternalApiType of what the cloud tells; {@link HOST_ROW} and the like for the inventory. */
  readonly kind: string;
}

/** Kind of a row of `aidmaster`, the inventory of hosts: it alone names them. */
export const HOST_ROW = 'aidmaster';

/** What names the sensor or the customer; an event of the cloud has the last two. */
const OWNERS = ['aid', 'cid', 'AgentIdString', 'CustomerIdString'];

/** EventType of what the cloud tells (detections, remote sessions, audits), whose kind is ExternalApiType. */
const CLOUD_EVENT = 'Event_ExternalApiEvent';

/**
 * Rows of the inventory, which carry no kind: the texts that each has, by the vendor's description of its files. The
 * first that fits is taken: other rows name hosts too.
 */
const INVENTORY: readonly (readonly [string, readonly string[]])[] = [
  ['notmanaged', ['cid', 'MAC', 'MACPrefix', 'CurrentLocalIP']],
  ['managedassets', ['aid', 'cid', 'MAC', 'MACPrefix', 'GatewayIP']],
  ['userinfo', ['cid', 'UserName', 'UserSid_readable']],
  [HOST_ROW, ['aid', 'cid', 'ComputerName']],
];

/**
 * The record as an event, or undefined: event_simpleName, or an ExternalApiType, beside a sensor or a customer, all of
 * them texts; without either a row of the inventory.
 */
export function viewFdr(record: JsonObject): FdrView | undefined {
  const event = getOwn(record, 'event');
  const bodies = event !== undefined && isJsonObject(event) ? [event, record] : [record];
  if (!OWNERS.some((name) => textIn(bodies, name) !== undefined)) return undefined;
  const kind = textIn(bodies, 'event_simpleName') ?? cloudKind(bodies) ?? inventoryKind(record);
  return kind === undefined ? undefined : { record, bodies, kind };
}

function cloudKind(bodies: readonly JsonObject[]): string | undefined {
  if (textIn(bodies, 'EventType') !== CLOUD_EVENT) return undefined;
  return textIn(bodies, 'ExternalApiType') ?? CLOUD_EVENT;
}

/** An event whose kind is no text is no row of the inventory. */
function inventoryKind(record: JsonObject): string | undefined {
  if (Object.hasOwn(record, 'event_simpleName') || Object.hasOwn(record, 'event')) return undefined;
  const isText = (name: string) => textIn([record], name) !== undefined;
  return INVENTORY.find(([, names]) => names.every(isText))?.[0];
}

/**
 * The sensor's field of that name. The envelope's own copies are written anew by the pipeline, so the inner field comes
 * first. An object is no value: the sensor writes texts only.
 */
export function readFdr({ bodies }: FdrView, name: string): JsonValue | undefined {
  for (const body of bodies) {
    const value = getOwn(body, name);
    const isAbsent = value === undefined || value === null || value === '' || isJsonObject(value);
    if (!isAbsent) return value;
  }
  return undefined;
}

/** The first of the bodies' values that is a text and says something. */
function textIn(bodies: readonly JsonObject[], name: string): string | undefined {
  for (const body of bodies) {
    const value = getOwn(body, name);
    if (typeof value === 'string' && knownText(value) !== undefined) return value;
  }
  return undefined;
}
