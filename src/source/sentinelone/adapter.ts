// SentinelOne Cloud Funnel 2: one event per line, keys flat and dotted or nested.

import type { FieldRow, SourceAdapter } from '../adapter.ts';
import { hostKeyOf } from '../host-key.ts';
import { parsePath, readPath } from '../path.ts';
import { entityIdOf } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { timeMs } from '../time.ts';
import { sentinelLogsource } from './categories.ts';
import { SENTINELONE_DERIVED } from './derive.ts';
import { ROWS, SENTINELONE_TRANSPORT, startRows } from './fields.ts';
import { isSentinelOne, type SentinelView, viewSentinelOne } from './view.ts';

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(SENTINELONE_TRANSPORT.map(({ key }) => key));
const TIME = parsePath('event.time');
const TIMESTAMP = parsePath('timestamp');
const EVENT_ID = parsePath('event.id');
const AGENT = parsePath('agent.uuid');
const NAME = parsePath('endpoint.name');
const CLAIMS = { src: claimPaths('src'), tgt: claimPaths('tgt') };

const SPEC = specOf(ROWS);
const START_SPECS = { src: specOf(startRows('src')), osSrc: specOf(startRows('osSrc')) };

/** SentinelOne. Its connections carry image, command line and signature. */
export const SENTINELONE: SourceAdapter = {
  id: 'sentinelone',
  title: 'SentinelOne Cloud Funnel 2',
  joins: 'none',
  notes: {
    evidence: 'agent.uuid and event.type with src.process.uid, endpoint.os or endpoint.name',
    time: 'event.time; else timestamp',
    host: 'agent.uuid; else endpoint.name in lower case',
    process: 'src.process.uid (of a Process Creation tgt.process.uid); else pid and startTime',
    identity: 'agent.uuid and event.id; without event.id the content',
    logging: 'Cloud Funnel 2 with Process Creation and IP Connect events',
  },
  tables: [
    { form: 'Process Creation', rows: startRows('src'), transport: SENTINELONE_TRANSPORT },
    {
      form: 'Process Creation with osSrc.process',
      rows: startRows('osSrc'),
      transport: SENTINELONE_TRANSPORT,
    },
    { form: 'other events', rows: ROWS, transport: SENTINELONE_TRANSPORT },
  ],
  derived: SENTINELONE_DERIVED,
  recognise: isSentinelOne,
  toEvents(record) {
    const view = viewSentinelOne(record);
    return [new RecordEvent(view.actor === 'tgt' ? START_SPECS[view.parent] : SPEC, view)];
  },
};

function specOf(rows: readonly FieldRow[]): EventSpec<SentinelView> {
  return {
    source: 'sentinelone',
    fields: readersOf(rows, SENTINELONE_DERIVED),
    eventKind: ({ type }) => type,
    logsource: sentinelLogsource,
    passThrough: ({ record }, name) => readPath(record, parsePath(name)),
    timeMs: ({ record }) => timeMs(readPath(record, TIME)) ?? timeMs(readPath(record, TIMESTAMP)),
    hostKey,
    process({ record, actor }) {
      const paths = CLAIMS[actor];
      return {
        entityId: entityIdOf(readPath(record, paths.uid)),
        startTime: readPath(record, paths.start),
        pid: readPath(record, paths.pid),
        image: readPath(record, paths.image),
      };
    },
    identity(view) {
      const id = readPath(view.record, EVENT_ID);
      return typeof id === 'string' && id.trim() !== '' ? [hostKey(view), id] : undefined;
    },
    transportFields: () => TRANSPORT_FIELDS,
  };
}

function hostKey({ record }: SentinelView): string {
  return hostKeyOf([readPath(record, AGENT)], readPath(record, NAME));
}

function claimPaths(actor: 'src' | 'tgt') {
  return {
    uid: parsePath(`${actor}.process.uid`),
    start: parsePath(`${actor}.process.startTime`),
    pid: parsePath(`${actor}.process.pid`),
    image: parsePath(`${actor}.process.image.path`),
  };
}
