// OCSF as JSON, whichever product it was made from: Network Activity (4001) and Process Activity (1007).

import { getOwn, type JsonObject } from '../../model/index.ts';
import type { SourceAdapter } from '../adapter.ts';
import { readersOfForms } from '../forms.ts';
import { hostKeyOf } from '../host-key.ts';
import { type Path, parsePath, readFirst, readNamed, readPath } from '../path.ts';
import { entityIdOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent } from '../record-event.ts';
import { timeMs } from '../time.ts';
import { ocsfLogsource } from './categories.ts';
import { OCSF_DERIVED } from './derive.ts';
import { OCSF_ACTOR_ROWS, OCSF_BARE_ROWS, OCSF_PROCESS_ROWS, OCSF_TRANSPORT } from './fields.ts';
import { isOcsf, type OcsfForm, type OcsfView, viewOcsf } from './view.ts';

const DEVICE_UID = parsePath('device.uid');
const DEVICE_NAMES = ['device.hostname', 'device.name'].map(parsePath);
const METADATA_UID = parsePath('metadata.uid');

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(OCSF_TRANSPORT.map(({ key }) => key));

/** Where the parts of a process claim stand. */
interface ClaimPaths {
  readonly uid: Path;
  readonly created: Path;
  readonly pid: Path;
  readonly images: readonly Path[];
}

const CLAIMS: Readonly<Record<OcsfForm, ClaimPaths>> = {
  process: claimPaths('process'),
  bare: claimPaths('process'),
  actor: claimPaths('actor.process'),
};

const SPEC: EventSpec<OcsfView> = {
  source: 'ocsf',
  fields: readersOfForms(
    { process: OCSF_PROCESS_ROWS, actor: OCSF_ACTOR_ROWS, bare: OCSF_BARE_ROWS },
    OCSF_DERIVED,
    ({ form }) => form,
  ),
  eventKind: ({ classUid, activityId }) => `${classUid}:${activityId}`,
  logsource: ocsfLogsource,
  passThrough: ({ record }, name) => readNamed(record, name),
  timeMs: ({ record }) => timeMs(getOwn(record, 'time')) ?? timeMs(getOwn(record, 'time_dt')),
  hostKey: ({ record }) => hostKey(record),
  process: processOf,
  identity,
  transportFields: () => TRANSPORT_FIELDS,
};

/** OCSF. What a connection carries is what its producer mapped. */
export const OCSF: SourceAdapter = {
  id: 'ocsf',
  title: 'OCSF (JSON): Network Activity 4001, Process Activity 1007',
  joins: 'image+signature',
  notes: {
    evidence:
      'class_uid with activity_id or type_uid; classes other than 4001 and 1007 have no category',
    time: 'time, epoch ms; else time_dt',
    host: 'device.uid; else device.hostname or device.name in lower case',
    process:
      'actor.process.uid, of a launch process.uid; else pid and created_time. A network event without actor.process is read by `process`, as versions before 1.0 have it',
    identity: 'host, class and metadata.uid; without it the content',
    logging:
      'classes 4001 and 1007 as JSON (Security Lake’s Parquet is not read), with actor.process.file.signature, actor.user.uid and connection_info.direction_id mapped',
  },
  tables: [
    { form: '1007, launch and end', rows: OCSF_PROCESS_ROWS, transport: OCSF_TRANSPORT },
    { form: 'every other event', rows: OCSF_ACTOR_ROWS, transport: OCSF_TRANSPORT },
    { form: '4001 without actor.process', rows: OCSF_BARE_ROWS, transport: OCSF_TRANSPORT },
  ],
  derived: OCSF_DERIVED,
  recognise: isOcsf,
  toEvents: (record) => [new RecordEvent(SPEC, viewOcsf(record))],
};

function claimPaths(prefix: string): ClaimPaths {
  return {
    uid: parsePath(`${prefix}.uid`),
    created: parsePath(`${prefix}.created_time`),
    pid: parsePath(`${prefix}.pid`),
    images: [`${prefix}.file.path`, `${prefix}.path`].map(parsePath),
  };
}

function hostKey(record: JsonObject): string {
  return hostKeyOf([readPath(record, DEVICE_UID)], readFirst(record, DEVICE_NAMES));
}

function processOf({ record, form }: OcsfView): ProcessClaim {
  const paths = CLAIMS[form];
  return {
    entityId: entityIdOf(readPath(record, paths.uid)),
    startTime: readPath(record, paths.created),
    pid: readPath(record, paths.pid),
    image: readFirst(record, paths.images),
  };
}

function identity({ record, classUid }: OcsfView): readonly string[] | undefined {
  const uid = readPath(record, METADATA_UID);
  const isText = typeof uid === 'string' && uid.trim() !== '';
  return isText ? [hostKey(record), classUid, uid] : undefined;
}
