// A record of Falcon Data Replicator, bare or inside an `event` envelope → the sensor's event in it.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as an event of the sensor, or as a row of the inventory of hosts. */
export interface FdrView extends RecordView {
  /** The objects in which the sensor's fields may stand: the `event` of an envelope, then the record. */
  readonly bodies: readonly JsonObject[];
  /** event_simpleName; {@link HOST_ROW} for a row of the inventory. */
  readonly kind: string;
}

/** Kind of a row of `aidmaster`, the inventory of hosts: it alone names them. */
export const HOST_ROW = 'aidmaster';

/**
 * The record as an event, or undefined: event_simpleName beside `aid` or `cid`, as texts; a row of aidmaster has
 * ComputerName beside `aid` and `cid`, and no event_simpleName.
 */
export function viewFdr(record: JsonObject): FdrView | undefined {
  const event = getOwn(record, 'event');
  const bodies = event !== undefined && isJsonObject(event) ? [event, record] : [record];
  const [aid, cid] = [hasText(bodies, 'aid'), hasText(bodies, 'cid')];
  if (!aid && !cid) return undefined;
  const names = bodies.map((body) => getOwn(body, 'event_simpleName'));
  const kind = names.find((value) => typeof value === 'string' && knownText(value) !== undefined);
  if (typeof kind === 'string') {
    return { record, bodies, kind: kind };
  }
  const isHostRow = aid && cid && hasText([record], 'ComputerName');
  const isUnnamed = names.every((value) => value === undefined);
  return isHostRow && isUnnamed ? { record, bodies, kind: HOST_ROW } : undefined;
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

function hasText(bodies: readonly JsonObject[], name: string): boolean {
  return bodies.some((body) => {
    const value = getOwn(body, name);
    return typeof value === 'string' && knownText(value) !== undefined;
  });
}
