// CrowdStrike Falcon Data Replicator (FDR): the sensor's events and the inventory of hosts, every value a text.

import type { LogEvent } from '../../model/index.ts';
import type { SourceAdapter } from '../adapter.ts';
import { HOST_FIELDS } from '../join.ts';
import { readNamed } from '../path.ts';
import type { ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { knownText } from '../text.ts';
import { timeMs } from '../time.ts';
import { fdrLogsource } from './categories.ts';
import { entityOf, FDR_DERIVED, imageOf } from './derive.ts';
import { FDR_ROWS, FDR_TRANSPORT } from './fields.ts';
import { fdrHostKey, fdrJoinKeys, fdrJoinOffer } from './join.ts';
import { FDR_SCREEN } from './screen.ts';
import { type FdrView, readFdr, viewFdr } from './view.ts';

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(FDR_TRANSPORT.map(({ key }) => key));

/** By the sensor's clock first; `timestamp` is when the cloud received the event. */
const START_TIMES = ['ProcessStartTime', 'ContextTimeStamp', 'timestamp'];
const TIMES = ['ContextTimeStamp', 'timestamp', 'UTCTimestamp'];

const SPEC: EventSpec<FdrView> = {
  source: 'crowdstrike-fdr',
  fields: readersOf(FDR_ROWS, FDR_DERIVED),
  eventKind: ({ kind }) => kind,
  logsource: fdrLogsource,
  passThrough: (view, name) => readFdr(view, name) ?? readNamed(view.record, name),
  timeMs: timeOf,
  hostKey: fdrHostKey,
  process: processOf,
  identity,
  transportFields: () => TRANSPORT_FIELDS,
  joinOffer: fdrJoinOffer,
  moreJoinKeys: fdrJoinKeys,
};

/** CrowdStrike FDR. Its connections carry the process's id and nothing else of it. */
export const CROWDSTRIKE_FDR: SourceAdapter = {
  id: 'crowdstrike-fdr',
  title: 'CrowdStrike FDR',
  joins: 'image+signature',
  offers: { ofOthers: HOST_FIELDS },
  notes: {
    evidence:
      'event_simpleName, or EventType `Event_ExternalApiEvent`, beside aid, cid or the like, in the record or in its `event`; a row of the inventory (aidmaster, managedassets, notmanaged, userinfo) by its columns',
    time: 'ProcessRollup2: ProcessStartTime; else ContextTimeStamp; else timestamp, the cloud’s. Seconds with a fraction or ms',
    host: 'aid; of what the cloud tells AgentIdString',
    process: 'TargetProcessId or ContextProcessId as it is; never RawProcessId',
    identity: 'aid, id, kind and timestamp; without aid or id the content',
    logging:
      'NetworkConnectIP4 and IP6, NetworkReceiveAccept*, ProcessRollup2, SyntheticProcessRollup2 and the aidmaster inventory, in one scan: a connection whose start is missing is unattributed',
  },
  tables: [{ form: 'Sensor event, bare or in `event`', rows: FDR_ROWS, transport: FDR_TRANSPORT }],
  derived: FDR_DERIVED,
  screen: FDR_SCREEN,
  recognise: (record) => viewFdr(record) !== undefined,
  toEvents: (record): readonly LogEvent[] => {
    const view = viewFdr(record);
    return view === undefined ? [] : [new RecordEvent(SPEC, view)];
  },
};

function timeOf(view: FdrView): number | undefined {
  for (const name of view.kind === 'ProcessRollup2' ? START_TIMES : TIMES) {
    const ms = timeMs(readFdr(view, name));
    if (ms !== undefined) return ms;
  }
  return undefined;
}

function processOf(view: FdrView): ProcessClaim {
  return {
    entityId: entityOf(view),
    startTime: undefined,
    pid: readFdr(view, 'RawProcessId'),
    image: imageOf(view),
  };
}

/**
 * The sensor numbers its events with UUIDs, which others too take for unique with aid and cid. Nothing promises it, so
 * kind and time of receipt stand beside them: they are the same in every delivery, and keep two events apart.
 */
function identity(view: FdrView): readonly string[] | undefined {
  const [aid, id, time] = ['aid', 'id', 'timestamp'].map((name) => knownText(readFdr(view, name)));
  if (aid === undefined || id === undefined) return undefined;
  return [aid, id, view.kind, time ?? '-'];
}
