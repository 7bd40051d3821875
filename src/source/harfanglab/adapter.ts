// HarfangLab's telemetry as its manager forwards it: one JSON object per event.

import { getOwn } from '../../model/index.ts';
import type { SourceAdapter } from '../adapter.ts';
import { hostKeyOf } from '../host-key.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import { guidOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { timeMs } from '../time.ts';
import { harfangLabLogsource } from './categories.ts';
import { HARFANGLAB_DERIVED } from './derive.ts';
import { HARFANGLAB_ROWS, HARFANGLAB_TRANSPORT } from './fields.ts';
import { type HarfangLabView, isHarfangLab, viewHarfangLab } from './view.ts';

const AGENT_ID = parsePath('agent.agentid');
const HOSTNAME = parsePath('agent.hostname');
const PROGRAM = ['image_name', 'process_image_path'].map(parsePath);

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(HARFANGLAB_TRANSPORT.map(({ key }) => key));

const SPEC: EventSpec<HarfangLabView> = {
  source: 'harfanglab',
  fields: readersOf(HARFANGLAB_ROWS, HARFANGLAB_DERIVED),
  eventKind: ({ kind }) => kind,
  logsource: harfangLabLogsource,
  passThrough: ({ record }, name) => readPath(record, parsePath(name)),
  timeMs: ({ record }) => timeMs(getOwn(record, '@event_create_date')),
  hostKey: ({ record }) => hostKeyOf([readPath(record, AGENT_ID)], readPath(record, HOSTNAME)),
  process: processOf,
  // connection_unique_id names a connection, which may be logged more than once; there is no id of the event.
  identity: () => undefined,
  transportFields: () => TRANSPORT_FIELDS,
};

/** HarfangLab. Signature, hashes, version info and command line stand on the process start alone. */
export const HARFANGLAB: SourceAdapter = {
  id: 'harfanglab',
  title: 'HarfangLab',
  joins: 'image+signature',
  notes: {
    evidence:
      'log_type with agent.agentid; Windows events that the agent hands on (log_name) are those of their log',
    time: '@event_create_date',
    host: 'agent.agentid',
    process: 'process_unique_id in lower case without braces',
    identity: 'the content, less @timestamp, which is when the manager had it: no id of the event',
    logging:
      'telemetry of processes and network. The signature is on the start alone: a program that runs for days needs its start in the scan',
  },
  tables: [{ form: 'every event', rows: HARFANGLAB_ROWS, transport: HARFANGLAB_TRANSPORT }],
  derived: HARFANGLAB_DERIVED,
  recognise: isHarfangLab,
  toEvents: (record) => [new RecordEvent(SPEC, viewHarfangLab(record))],
};

function processOf({ record }: HarfangLabView): ProcessClaim {
  return {
    entityId: guidOf(getOwn(record, 'process_unique_id')),
    startTime: undefined,
    pid: getOwn(record, 'pid'),
    image: readFirst(record, PROGRAM),
  };
}
