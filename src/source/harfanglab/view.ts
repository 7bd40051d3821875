// A record of HarfangLab → its kind.

import { getOwn, type JsonObject } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as telemetry of HarfangLab. */
export interface HarfangLabView extends RecordView {
  /** log_type in lower case: `network`, `process`, `dns_resolution`, … */
  readonly kind: string;
}

const AGENT_ID = parsePath('agent.agentid');

/** Windows events that the agent hands on are those of their log, not HarfangLab's. */
const WINDOWS_KEYS = ['log_name', 'winlog', 'Channel', 'channel'];

/** True for a log_type with an agent.agentid, but not for a Windows event that the agent handed on. */
export function isHarfangLab(record: JsonObject): boolean {
  const kind = getOwn(record, 'log_type');
  if (typeof kind !== 'string' || kind.trim() === '') return false;
  if (WINDOWS_KEYS.some((key) => Object.hasOwn(record, key))) return false;
  return knownText(readPath(record, AGENT_ID)) !== undefined;
}

/** The record as telemetry. */
export function viewHarfangLab(record: JsonObject): HarfangLabView {
  return { record, kind: knownText(getOwn(record, 'log_type'))?.toLowerCase() ?? '' };
}
