// A record of Cloud Funnel 2, with flat dotted keys or nested → what happened, and from which side.

import type { JsonObject } from '../../model/index.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as an event of SentinelOne. */
export interface SentinelView extends RecordView {
  /** event.type in lower case, for people: {@link kind} decides. */
  readonly type: string;
  /** The same without blanks, by which kinds are told: public recordings have `IP Connect` and `IPConnect`. */
  readonly kind: string;
  /** Where the event's process stands: the new one of a start, else the actor. */
  readonly actor: 'src' | 'tgt';
  /** Where a start's parent stands: osSrc is the real one where another program asked for the start. */
  readonly parent: 'src' | 'osSrc';
  /** True where the other side opened the connection: then dst is this host. */
  readonly isInbound: boolean;
}

const EVENT_TYPE = parsePath('event.type');
const AGENT = parsePath('agent.uuid');
const EVIDENCE = ['src.process.uid', 'endpoint.os', 'endpoint.name'].map(parsePath);
const REAL_PARENT = ['osSrc.process.uid', 'osSrc.process.image.path'].map(parsePath);
const DIRECTION = parsePath('event.network.direction');

/** True for agent.uuid and event.type beside the endpoint or the source process. */
export function isSentinelOne(record: JsonObject): boolean {
  if (knownText(readPath(record, AGENT)) === undefined) return false;
  if (typeof readPath(record, EVENT_TYPE) !== 'string') return false;
  return knownText(readFirst(record, EVIDENCE)) !== undefined;
}

/** The record as an event of SentinelOne. */
export function viewSentinelOne(record: JsonObject): SentinelView {
  const type = knownText(readPath(record, EVENT_TYPE))?.toLowerCase() ?? '';
  const kind = type.replace(/\s+/g, '');
  const hasRealParent = knownText(readFirst(record, REAL_PARENT)) !== undefined;
  const direction = knownText(readPath(record, DIRECTION))?.toUpperCase();
  return {
    record,
    type,
    kind,
    actor: kind === 'processcreation' ? 'tgt' : 'src',
    parent: hasRealParent ? 'osSrc' : 'src',
    isInbound: direction === 'INCOMING',
  };
}
