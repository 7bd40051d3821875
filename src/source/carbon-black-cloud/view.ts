// A record of Carbon Black Cloud's forwarder → its kind and actions.

import { getOwn, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as an endpoint event. */
export interface CarbonBlackView extends RecordView {
  /** `netconn`, `procstart`, …: what follows `endpoint.event.` in the type. */
  readonly kind: string;
  /** The flags of `action`, which one text joins by `|`. */
  readonly actions: readonly string[];
}

/** Which table a record is read by. */
export type CarbonBlackForm = 'start' | 'other';

const TYPE_PREFIX = 'endpoint.event.';

/** One of them is in every endpoint event. */
const OWN_KEYS = ['process_guid', 'device_id', 'org_key'];

/** Longest text that is taken apart into flags: all that exist together are shorter. */
const MAX_FLAGS_CHARACTERS = 1_024;

/** True for a type `endpoint.event.*` with a process, a device or an organisation of Carbon Black's. */
export function isCarbonBlack(record: JsonObject): boolean {
  const type = getOwn(record, 'type');
  if (typeof type !== 'string' || !type.startsWith(TYPE_PREFIX)) return false;
  return OWN_KEYS.some((key) => Object.hasOwn(record, key));
}

/** The record as an endpoint event. */
export function viewCarbonBlack(record: JsonObject): CarbonBlackView {
  const type = knownText(getOwn(record, 'type')) ?? '';
  const kind = type.startsWith(TYPE_PREFIX) ? type.slice(TYPE_PREFIX.length) : type;
  return { record, kind, actions: flagsOf(getOwn(record, 'action')) };
}

/** The table that the record is read by. */
export function carbonBlackForm({ kind }: CarbonBlackView): CarbonBlackForm {
  return kind === 'procstart' ? 'start' : 'other';
}

/** `A | B` → [A, B]. */
export function flagsOf(value: JsonValue | undefined): readonly string[] {
  const text = knownText(value);
  if (text === undefined || text.length > MAX_FLAGS_CHARACTERS) return [];
  return text.split('|').map((flag) => flag.trim());
}
