// Microsoft Defender for Endpoint as its streaming API hands it on: one row of an advanced hunting table per event.

import { getOwn, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { FieldRow, SourceAdapter } from '../adapter.ts';
import { hostKeyOf } from '../host-key.ts';
import { parseJsonText } from '../json-text.ts';
import { parsePath, readPath } from '../path.ts';
import { entityIdOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent, readersOf } from '../record-event.ts';
import { knownText } from '../text.ts';
import { timeMs } from '../time.ts';
import { defenderLogsource } from './categories.ts';
import { actorColumn, DEFENDER_DERIVED } from './derive.ts';
import { DEFENDER_TRANSPORT, ROWS, START_ROWS } from './fields.ts';
import { CERTIFICATE_FIELDS, certificateOffer, programFileKeys } from './signature.ts';
import { type DefenderView, isDefender, viewDefender } from './view.ts';

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(DEFENDER_TRANSPORT.map(({ key }) => key));

const ADDITIONAL = 'AdditionalFields.';

const START_SPEC = specOf(START_ROWS);
const SPEC = specOf(ROWS);

/** Microsoft Defender. Its connections carry image and command line, but no signature. */
export const MICROSOFT_DEFENDER: SourceAdapter = {
  id: 'microsoft-defender',
  title: 'Microsoft Defender for Endpoint (streaming)',
  joins: 'image+signature',
  // A connection repeats what its process start says, by InitiatingProcess columns.
  offers: { ofOthers: CERTIFICATE_FIELDS, byOthersAlone: true },
  notes: {
    evidence:
      'category `AdvancedHunting-*` with `properties`; else DeviceId, Timestamp and ActionType with InitiatingProcess columns, or IsTrusted with SHA1',
    time: 'Timestamp',
    host: 'DeviceId; else DeviceName in lower case',
    process:
      'InitiatingProcessUniqueId (of starts ProcessUniqueId); else pid and creation time. A number above 2^53 names none',
    identity: 'DeviceId, table, ReportId and Timestamp; without one of them the content',
    logging:
      'streaming of DeviceNetworkEvents, DeviceProcessEvents and DeviceFileCertificateInfo to a storage account or an event hub, copied to S3',
  },
  tables: [
    { form: 'DeviceProcessEvents ProcessCreated', rows: START_ROWS, transport: DEFENDER_TRANSPORT },
    { form: 'other tables', rows: ROWS, transport: DEFENDER_TRANSPORT },
  ],
  derived: DEFENDER_DERIVED,
  recognise: isDefender,
  toEvents(record) {
    const view = viewDefender(record);
    return [new RecordEvent(view.isStart ? START_SPEC : SPEC, view)];
  },
};

function specOf(rows: readonly FieldRow[]): EventSpec<DefenderView> {
  return {
    source: 'microsoft-defender',
    fields: readersOf(rows, DEFENDER_DERIVED),
    eventKind: ({ table, action }) => `${table}:${action}`,
    logsource: defenderLogsource,
    passThrough: ({ row }, name) => readColumn(row, name),
    timeMs: ({ row }) => timeMs(getOwn(row, 'Timestamp')),
    hostKey: ({ row }) => hostKeyOf([getOwn(row, 'DeviceId')], getOwn(row, 'DeviceName')),
    process: processOf,
    identity,
    transportFields: () => TRANSPORT_FIELDS,
    joinOffer: certificateOffer,
    moreJoinKeys: programFileKeys,
  };
}

/** A column by its name; `AdditionalFields` is JSON as text, whose members are read by path. */
function readColumn(row: JsonObject, name: string): JsonValue | undefined {
  const logged = readPath(row, parsePath(name));
  if (logged !== undefined || !name.startsWith(ADDITIONAL)) return logged;
  const text = getOwn(row, 'AdditionalFields');
  if (typeof text !== 'string') return undefined;
  return readPath(parseJsonText(text), parsePath(name.slice(ADDITIONAL.length)));
}

function processOf(view: DefenderView): ProcessClaim {
  const { row, isStart } = view;
  const column = (name: string) => getOwn(row, `${isStart ? '' : 'Initiating'}Process${name}`);
  return {
    entityId: entityIdOf(exactId(column('UniqueId'))),
    startTime: column('CreationTime'),
    pid: column('Id'),
    image: actorColumn(view, 'FolderPath'),
  };
}

/** A number that JavaScript rounds would be the id of several processes. */
function exactId(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : value;
}

/** ReportId is a counter per device that comes back: only with the time and the table does it name one event. */
function identity({ row, table }: DefenderView): readonly string[] | undefined {
  const parts = ['DeviceId', 'ReportId', 'Timestamp'].map((name) =>
    knownText(exactId(getOwn(row, name))),
  );
  const isWhole = table !== '' && parts.every((part) => part !== undefined);
  return isWhole ? [table, ...parts.filter((part) => part !== undefined)] : undefined;
}
