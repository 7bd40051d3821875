// LimaCharlie's sensor events as its outputs write them: `{routing, event}`.

import type { SourceAdapter } from '../adapter.ts';
import { parsePath, readPath } from '../path.ts';
import type { ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { knownText } from '../text.ts';
import { timeMs } from '../time.ts';
import { limaLogsource } from './categories.ts';
import { imageOf, LIMA_DERIVED } from './derive.ts';
import { LIMA_ROWS, LIMA_TRANSPORT } from './fields.ts';
import {
  IDENTITY_FIELDS,
  limaHostKey,
  limaJoinKeys,
  limaJoinOffer,
  limaProcessKeys,
} from './join.ts';
import { isLimaCharlie, type LimaView, recordOf, scalarAt, viewsLima } from './view.ts';

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(LIMA_TRANSPORT.map(({ key }) => key));

const SPEC: EventSpec<LimaView> = {
  source: 'limacharlie',
  fields: readersOf(LIMA_ROWS, LIMA_DERIVED),
  eventKind: ({ kind }) => kind,
  logsource: limaLogsource,
  passThrough: (view, name) => readPath(recordOf(view), parsePath(name)),
  timeMs: timeOf,
  hostKey: limaHostKey,
  process: processOf,
  identity,
  transportFields: () => TRANSPORT_FIELDS,
  processKeys: limaProcessKeys,
  joinOffer: limaJoinOffer,
  moreJoinKeys: limaJoinKeys,
  ownRecord: recordOf,
};

/** LimaCharlie. Its connections carry the program, and whether it is signed, but not by whom. */
export const LIMACHARLIE: SourceAdapter = {
  id: 'limacharlie',
  title: 'LimaCharlie',
  joins: 'signature',
  offers: { ofOthers: IDENTITY_FIELDS },
  notes: {
    evidence: 'routing.event_type beside routing.sid or routing.oid, with an `event` object',
    time: 'routing.event_time; else TIMESTAMP. Seconds or ms',
    host: 'routing.sid; else routing.hostname in lower case',
    process:
      'image and pid: no atom names the process on its start and on what it did alike. Joined by pid and atom, routing.this of NEW_PROCESS and EXISTING_PROCESS with routing.this or routing.parent of what a process did',
    identity: 'sensor and routing.event_id, and which connection of the record; else the content',
    logging:
      'an output of NEW_PROCESS, EXISTING_PROCESS, NETWORK_CONNECTIONS and CODE_IDENTITY; ONGOING_IDENTITY too for programs that were first seen before',
  },
  tables: [{ form: 'Sensor event', rows: LIMA_ROWS, transport: LIMA_TRANSPORT }],
  derived: LIMA_DERIVED,
  recognise: isLimaCharlie,
  toEvents: (record) => viewsLima(record).map((view) => new RecordEvent(SPEC, view)),
};

/** Not the time of the connection itself: some sensors cut it to the second, which lies before the start. */
function timeOf({ routing, event }: LimaView): number | undefined {
  return timeMs(scalarAt(routing, 'event_time')) ?? timeMs(scalarAt(event, 'TIMESTAMP'));
}

/** No entity id: which of an event's atoms is its process cannot be told from the event alone (ADR 0049). */
function processOf(view: LimaView): ProcessClaim {
  return {
    entityId: undefined,
    startTime: undefined,
    pid: scalarAt(view.event, 'PROCESS_ID'),
    image: imageOf(view),
  };
}

function identity(view: LimaView): readonly string[] | undefined {
  const id = scalarAt(view.routing, 'event_id');
  const named = typeof id === 'string' ? knownText(id) : undefined;
  return named === undefined ? undefined : [limaHostKey(view), named];
}
