// A record of Cortex XDR's event forwarding → its kind, whether the type is written as text or as a number.

import { getOwn, type JsonObject } from '../../model/index.ts';
import type { RecordView } from '../record-event.ts';
import { knownText } from '../text.ts';

/** A record seen as an event of Cortex XDR. */
export interface CortexView extends RecordView {
  readonly kind: CortexKind;
  /** Type and sub-type as logged, in lower case, for counting. */
  readonly label: string;
}

/** The kinds that have a category; everything else is `other`. */
export type CortexKind = 'start' | 'end' | 'process' | 'network' | 'load' | 'other';

/** Which table a record is read by. */
export type CortexForm = 'start' | 'other';

/** One of them is in every event of an agent, beside the type. */
const OWN_PREFIXES = ['action_', 'os_actor_', 'actor_process_', 'causality_actor_'];

/** event_type in the words of XQL, and as numbers, of which only these two are seen with their fields. */
const TYPES: ReadonlyMap<string, CortexKind> = new Map([
  ['process', 'process'],
  ['process-start', 'start'],
  ['process_start', 'start'],
  ['process-stop', 'end'],
  ['process_stop', 'end'],
  ['network', 'network'],
  ['load_image', 'load'],
  ['1', 'process'],
  ['2', 'network'],
  ['6', 'load'],
]);

/** event_sub_type of a process event. */
const PROCESS_SUB_TYPES: ReadonlyMap<string, CortexKind> = new Map([
  ['process_start', 'start'],
  ['process-start', 'start'],
  ['start', 'start'],
  ['1', 'start'],
  ['process_stop', 'end'],
  ['process-stop', 'end'],
  ['stop', 'end'],
  ['2', 'end'],
]);

/** What a sub-type of a network event says that is no connection: a listening port, a look-up. */
const NO_CONNECTIONS = ['listen', 'dns'];

/** True for an event_type and an agent_id, with a field of the agent's own vocabulary. */
export function isCortex(record: JsonObject): boolean {
  if (knownText(getOwn(record, 'event_type')) === undefined) return false;
  if (knownText(getOwn(record, 'agent_id')) === undefined) return false;
  return Object.keys(record).some((key) => OWN_PREFIXES.some((prefix) => key.startsWith(prefix)));
}

/** The record as an event. */
export function viewCortex(record: JsonObject): CortexView {
  const type = wordOf(getOwn(record, 'event_type'));
  const subType = wordOf(getOwn(record, 'event_sub_type'));
  const kind = TYPES.get(type) ?? 'other';
  return {
    record,
    kind: refine(kind, subType),
    label: subType === '' ? type : `${type}:${subType}`,
  };
}

function refine(kind: CortexKind, subType: string): CortexKind {
  if (kind === 'process') return PROCESS_SUB_TYPES.get(subType) ?? kind;
  const isConnection = !NO_CONNECTIONS.some((word) => subType.includes(word));
  return kind === 'network' && !isConnection ? 'other' : kind;
}

/** The table that the record is read by. */
export function cortexForm({ kind }: CortexView): CortexForm {
  return kind === 'start' ? 'start' : 'other';
}

function wordOf(value: unknown): string {
  return (
    knownText(value)
      ?.toLowerCase()
      .replace(/^enum\./, '') ?? ''
  );
}
