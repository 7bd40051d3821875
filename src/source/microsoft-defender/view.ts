// A row of Defender's streaming, bare or in its envelope → the table that it is of, and what happened.

import { getOwn, isJsonObject, type JsonObject } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { textOf } from '../text.ts';

/** A record seen as a row of an advanced hunting table. */
export interface DefenderView extends RecordView {
  /** The columns: `properties`, or the record itself. */
  readonly row: JsonObject;
  /** `DeviceNetworkEvents`, …; '' where a bare row does not tell. */
  readonly table: string;
  readonly action: string;
  /** True for a process start: its own columns are the new process, InitiatingProcess* its parent. */
  readonly isStart: boolean;
  /** True for a connection that the other side opened: Remote* is the opener. */
  readonly isInbound: boolean;
}

const CATEGORY_PREFIX = 'AdvancedHunting-';

/** The table of a bare row, by the columns that no other table has. The first that holds is taken. */
const TABLE_COLUMNS: readonly (readonly [string, readonly string[]])[] = [
  ['DeviceFileCertificateInfo', ['IsTrusted', 'SHA1']],
  ['DeviceRegistryEvents', ['RegistryKey']],
  ['DeviceLogonEvents', ['LogonType']],
];

/** The table of a bare row by its action, where the columns are shared with other tables. */
const NETWORK_ACTION = /^(?:Inbound|Listening)?Connection[A-Z]|^NetworkSignatureInspected$/;
const FILE_ACTION = /^File(?:Created|Modified|Deleted|Renamed)$/;

/** True for an advanced hunting envelope, and for a bare row of a device table. */
export function isDefender(record: JsonObject): boolean {
  if (isEnvelope(record)) return true;
  if (!hasText(record, 'DeviceId') || !hasText(record, 'Timestamp')) return false;
  if (Object.hasOwn(record, 'IsTrusted') && hasText(record, 'SHA1')) return true;
  const hasProcess =
    Object.hasOwn(record, 'InitiatingProcessId') ||
    Object.hasOwn(record, 'InitiatingProcessFileName');
  return hasText(record, 'ActionType') && hasProcess;
}

/** The record as a row. */
export function viewDefender(record: JsonObject): DefenderView {
  const properties = getOwn(record, 'properties');
  const row = isEnvelope(record) && isJsonObject(properties) ? properties : record;
  const action = textOf(getOwn(row, 'ActionType')) ?? '';
  const table = tableOf(record, row, action);
  const isStart = table === 'DeviceProcessEvents' && action === 'ProcessCreated';
  const isInbound = table === 'DeviceNetworkEvents' && action.startsWith('InboundConnection');
  return { record, row, table, action, isStart, isInbound };
}

function isEnvelope(record: JsonObject): boolean {
  const category = getOwn(record, 'category');
  return (
    typeof category === 'string' &&
    category.startsWith(CATEGORY_PREFIX) &&
    isJsonObject(getOwn(record, 'properties'))
  );
}

function tableOf(record: JsonObject, row: JsonObject, action: string): string {
  if (row !== record) return String(getOwn(record, 'category')).slice(CATEGORY_PREFIX.length);
  const columns = TABLE_COLUMNS.find(([, names]) =>
    names.every((name) => Object.hasOwn(row, name)),
  );
  if (columns !== undefined) return columns[0];
  if (action === 'ProcessCreated') return 'DeviceProcessEvents';
  if (action === 'ImageLoaded') return 'DeviceImageLoadEvents';
  if (FILE_ACTION.test(action)) return 'DeviceFileEvents';
  return NETWORK_ACTION.test(action) ? 'DeviceNetworkEvents' : '';
}

function hasText(record: JsonObject, key: string): boolean {
  const value = getOwn(record, key);
  return typeof value === 'string' && value !== '';
}
