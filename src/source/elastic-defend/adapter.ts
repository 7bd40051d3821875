// Elastic Defend (Elastic Endpoint) as it reaches S3 through Logstash: one ECS document per event.

import type { SourceAdapter } from '../adapter.ts';
import { hostKeyOf } from '../host-key.ts';
import { parsePath, readFirst, readNamed, readPath } from '../path.ts';
import { entityIdOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { timeMs } from '../time.ts';
import { elasticLogsource } from './categories.ts';
import { ELASTIC_DERIVED } from './derive.ts';
import { ELASTIC_SCREEN } from './screen.ts';
import { ELASTIC_ROWS, ELASTIC_TRANSPORT } from './fields.ts';
import { type ElasticView, isElasticDefend, viewElastic } from './view.ts';

const AT_TIMESTAMP = parsePath('@timestamp');
const EVENT_ID = parsePath('event.id');
const HOST_IDS = ['host.id', 'agent.id'].map(parsePath);
const HOST_NAMES = ['host.hostname', 'host.name'].map(parsePath);
const ENTITY_ID = parsePath('process.entity_id');
const PROCESS_START = parsePath('process.start');
const PROCESS_PID = parsePath('process.pid');
const PROGRAM = ['process.executable'].map(parsePath);

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(ELASTIC_TRANSPORT.map(({ key }) => key));

const SPEC: EventSpec<ElasticView> = {
  source: 'elastic-defend',
  fields: readersOf(ELASTIC_ROWS, ELASTIC_DERIVED),
  eventKind: ({ group, actions }) => `${group}:${actions.join('+')}`,
  logsource: elasticLogsource,
  passThrough: ({ record }, name) => readNamed(record, name),
  timeMs: ({ record }) => timeMs(readPath(record, AT_TIMESTAMP)),
  hostKey,
  process: processOf,
  identity,
  transportFields: () => TRANSPORT_FIELDS,
};

/** Elastic Defend. Its connections carry image and signature; command line and parent come with the start. */
export const ELASTIC_DEFEND: SourceAdapter = {
  id: 'elastic-defend',
  title: 'Elastic Defend',
  joins: 'commandLine',
  notes: {
    evidence:
      'data_stream.dataset or event.dataset `endpoint.events.*`; else agent.type or event.module `endpoint` with an event category of Defend’s and without `winlog`',
    time: '@timestamp',
    host: 'host.id; else agent.id; else host.hostname or host.name in lower case',
    process: 'process.entity_id as it is; else pid and process.start',
    identity: 'host and event.id; without event.id the content',
    logging:
      'network and process events of Windows. Repeated connections of a process are de-duplicated by default, so counts are lower bounds',
  },
  tables: [{ form: 'ECS', rows: ELASTIC_ROWS, transport: ELASTIC_TRANSPORT }],
  derived: ELASTIC_DERIVED,
  screen: ELASTIC_SCREEN,
  recognise: isElasticDefend,
  toEvents: (record) => [new RecordEvent(SPEC, viewElastic(record))],
};

/** host.id first: it stays when the agent is enrolled anew. */
function hostKey({ record }: ElasticView): string {
  return hostKeyOf([readFirst(record, HOST_IDS)], readFirst(record, HOST_NAMES));
}

function processOf({ record }: ElasticView): ProcessClaim {
  return {
    entityId: entityIdOf(readPath(record, ENTITY_ID)),
    startTime: readPath(record, PROCESS_START),
    pid: readPath(record, PROCESS_PID),
    image: readFirst(record, PROGRAM),
  };
}

function identity(view: ElasticView): readonly string[] | undefined {
  const id = readPath(view.record, EVENT_ID);
  return typeof id === 'string' && id.trim() !== '' ? [hostKey(view), id] : undefined;
}
