// A record of OCSF → its class and activity, and where its process stands.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** Which table a record is read by: where the process of the event is. */
export type OcsfForm = 'process' | 'actor' | 'bare';

/** A record seen as an event of OCSF. */
export interface OcsfView extends RecordView {
  readonly classUid: string;
  readonly activityId: string;
  readonly form: OcsfForm;
}

/** OCSF's Network Activity. */
export const NETWORK_ACTIVITY = '4001';

/** OCSF's Process Activity. */
export const PROCESS_ACTIVITY = '1007';

/** Launch and Terminate are about `process`; Open and Inject are what the actor does to it. */
const OWN_ACTIVITIES = ['1', '2'];

const ACTOR_PROCESS = parsePath('actor.process');

/** True for a class_uid of OCSF's with an activity_id or a type_uid. */
export function isOcsf(record: JsonObject): boolean {
  if (!/^\d{4,7}$/.test(idOf(getOwn(record, 'class_uid')))) return false;
  return ['activity_id', 'type_uid'].some((key) => /^\d{1,9}$/.test(idOf(getOwn(record, key))));
}

/** The record as an event of OCSF. */
export function viewOcsf(record: JsonObject): OcsfView {
  const classUid = idOf(getOwn(record, 'class_uid'));
  const activityId = activityOf(record, classUid);
  return { record, classUid, activityId, form: formOf(record, classUid, activityId) };
}

/** activity_id; else what type_uid = class_uid × 100 + activity_id says of it. */
function activityOf(record: JsonObject, classUid: string): string {
  const activity = idOf(getOwn(record, 'activity_id'));
  if (activity !== '') return activity;
  const type = idOf(getOwn(record, 'type_uid'));
  const isOfClass = type.startsWith(classUid) && type.length === classUid.length + 2;
  return isOfClass ? String(Number(type.slice(classUid.length))) : '';
}

function formOf(record: JsonObject, classUid: string, activityId: string): OcsfForm {
  if (classUid === PROCESS_ACTIVITY && OWN_ACTIVITIES.includes(activityId)) return 'process';
  const actor = readPath(record, ACTOR_PROCESS);
  const isBare = classUid === NETWORK_ACTIVITY && (actor === undefined || !isJsonObject(actor));
  return isBare ? 'bare' : 'actor';
}

function idOf(value: JsonValue | undefined): string {
  return typeof value === 'object' ? '' : (knownText(value) ?? '');
}
