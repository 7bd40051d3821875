// Cortex XDR and XSIAM event forwarding (raw events of the agents, no stories): one JSON object per event.

import { getOwn } from '../../model/index.ts';
import type { SourceAdapter } from '../adapter.ts';
import { readersOfForms } from '../forms.ts';
import { hostKeyOf } from '../host-key.ts';
import { parsePath, readPath } from '../path.ts';
import { entityIdOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent } from '../record-event.ts';
import { timeMs } from '../time.ts';
import { cortexLogsource } from './categories.ts';
import { CORTEX_DERIVED } from './derive.ts';
import { CORTEX_ROWS, CORTEX_START_ROWS, CORTEX_TRANSPORT } from './fields.ts';
import { type CortexView, cortexForm, isCortex, viewCortex } from './view.ts';

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(CORTEX_TRANSPORT.map(({ key }) => key));

const SPEC: EventSpec<CortexView> = {
  source: 'cortex-xdr',
  fields: readersOfForms(
    { start: CORTEX_START_ROWS, other: CORTEX_ROWS },
    CORTEX_DERIVED,
    cortexForm,
  ),
  eventKind: ({ label }) => label,
  logsource: cortexLogsource,
  passThrough: ({ record }, name) => readPath(record, parsePath(name)),
  timeMs: ({ record }) => eventTimeMs(getOwn(record, 'event_timestamp')),
  hostKey: ({ record }) => hostKeyOf([getOwn(record, 'agent_id')], undefined),
  process: processOf,
  // Public samples give one event_id to two events, so it does not tell events apart.
  identity: () => undefined,
  transportFields: () => TRANSPORT_FIELDS,
};

/** Cortex XDR. The signature is not among the fields that forwarded connections have. */
export const CORTEX_XDR: SourceAdapter = {
  id: 'cortex-xdr',
  title: 'Palo Alto Cortex XDR, XSIAM (event forwarding)',
  joins: 'image+signature',
  notes: {
    evidence: 'event_type and agent_id with a field action_*, os_actor_* or the like',
    time: 'event_timestamp, epoch ms or ISO-8601, also as the only member of an array',
    host: 'agent_id',
    process: 'os_actor_process_instance_id, of a start action_process_instance_id',
    identity: 'the content: samples give one event_id to several events',
    logging:
      'event forwarding of endpoint events, its bucket copied to S3. The signature is on the start alone, as words: of numbers the meaning is not known',
  },
  tables: [
    { form: 'process start', rows: CORTEX_START_ROWS, transport: CORTEX_TRANSPORT },
    { form: 'every other event', rows: CORTEX_ROWS, transport: CORTEX_TRANSPORT },
  ],
  derived: CORTEX_DERIVED,
  recognise: isCortex,
  toEvents: (record) => [new RecordEvent(SPEC, viewCortex(record))],
};

function processOf(view: CortexView): ProcessClaim {
  const prefix = cortexForm(view) === 'start' ? 'action_process' : 'os_actor_process';
  const read = (part: string) => getOwn(view.record, `${prefix}_${part}`);
  return {
    entityId: entityIdOf(read('instance_id')),
    startTime: undefined,
    pid: read('os_pid'),
    image: read('image_path'),
  };
}

function eventTimeMs(value: unknown): number | undefined {
  return timeMs(Array.isArray(value) ? value[0] : value);
}
