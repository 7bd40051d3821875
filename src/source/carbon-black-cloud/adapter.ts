// Carbon Black Cloud's Data Forwarder (endpoint.event), which writes to S3 itself: one JSON object per event.

import { getOwn, type JsonObject, type JsonValue } from '../../model/index.ts';
import type { SourceAdapter } from '../adapter.ts';
import { readersOfForms } from '../forms.ts';
import { hostKeyOf } from '../host-key.ts';
import { joinKey, startOffer } from '../join.ts';
import { readNamed } from '../path.ts';
import { entityIdOf, type ProcessClaim } from '../process-claim.ts';
import { type EventSpec, RecordEvent } from '../record-event.ts';
import { knownText } from '../text.ts';
import { timeMs } from '../time.ts';
import { carbonBlackLogsource } from './categories.ts';
import { CARBON_BLACK_DERIVED } from './derive.ts';
import { CARBON_BLACK_ROWS, CARBON_BLACK_START_ROWS, CARBON_BLACK_TRANSPORT } from './fields.ts';
import { type CarbonBlackView, carbonBlackForm, isCarbonBlack, viewCarbonBlack } from './view.ts';

/** Organisation, device in hexadecimal, pid, and more. */
const GUID_DEVICE = /^[^-]{1,64}-([0-9a-f]{8})-[0-9a-f]{8}-/i;

/** What Go writes after the offset: the zone's name. */
const GO_ZONE_NAME = /^(.{1,40} [+-]\d{4}) [A-Z]{1,5}$/;

const TRANSPORT_FIELDS: ReadonlySet<string> = new Set(CARBON_BLACK_TRANSPORT.map(({ key }) => key));

const SPEC: EventSpec<CarbonBlackView> = {
  source: 'carbon-black-cloud',
  fields: readersOfForms(
    { start: CARBON_BLACK_START_ROWS, other: CARBON_BLACK_ROWS },
    CARBON_BLACK_DERIVED,
    carbonBlackForm,
  ),
  eventKind: ({ kind, actions }) => `${kind}:${actions.join('+')}`,
  logsource: carbonBlackLogsource,
  passThrough: ({ record }, name) => readNamed(record, name),
  timeMs: ({ record }) => goTimeMs(getOwn(record, 'device_timestamp')),
  hostKey,
  process: processOf,
  // event_id is of alerts and enriched events; forwarded endpoint events carry none.
  identity: () => undefined,
  transportFields: () => TRANSPORT_FIELDS,
  // The id holds organisation and device, so it names one process wherever it is seen.
  processKeys: (view) => {
    const { entityId } = processOf(view);
    return entityId === undefined ? [] : [joinKey('process', entityId.toLowerCase())];
  },
  // A process that ran already is no start, but tells the same of itself.
  joinOffer: ({ kind }, key) => (kind === 'procstart' ? startOffer(key) : undefined),
};

/** Carbon Black Cloud. Its connections carry image, command line, hashes and publisher. */
export const CARBON_BLACK_CLOUD: SourceAdapter = {
  id: 'carbon-black-cloud',
  title: 'Carbon Black Cloud (Data Forwarder)',
  joins: 'none',
  notes: {
    evidence: 'type `endpoint.event.*` with process_guid, device_id or org_key',
    time: 'device_timestamp, in Go’s form `2026-11-20 10:15:02.1180000 +0000 UTC`',
    host: 'device_id, else the device in process_guid; else device_name in lower case',
    process: 'process_guid, of a start childproc_guid; joined without the host, which it holds',
    identity: 'the content, less backend_timestamp: endpoint events carry no id',
    logging: 'a Data Forwarder of type endpoint.event that leaves netconn and procstart in',
  },
  tables: [
    { form: 'procstart', rows: CARBON_BLACK_START_ROWS, transport: CARBON_BLACK_TRANSPORT },
    { form: 'every other event', rows: CARBON_BLACK_ROWS, transport: CARBON_BLACK_TRANSPORT },
  ],
  derived: CARBON_BLACK_DERIVED,
  recognise: isCarbonBlack,
  toEvents: (record: JsonObject) => [new RecordEvent(SPEC, viewCarbonBlack(record))],
};

/** The device as the forwarder counts it: its id, else the part of the process id that is the same in hexadecimal. */
function hostKey({ record }: CarbonBlackView): string {
  const inGuid = GUID_DEVICE.exec(knownText(getOwn(record, 'process_guid')) ?? '')?.[1];
  const device = inGuid === undefined ? undefined : Number.parseInt(inGuid, 16);
  return hostKeyOf([getOwn(record, 'device_id'), device], getOwn(record, 'device_name'));
}

function processOf(view: CarbonBlackView): ProcessClaim {
  const read = (key: string) => getOwn(view.record, key);
  const isStart = carbonBlackForm(view) === 'start';
  return {
    entityId: entityIdOf(read(isStart ? 'childproc_guid' : 'process_guid')),
    startTime: undefined,
    pid: read(isStart ? 'childproc_pid' : 'process_pid'),
    image: read(isStart ? 'childproc_name' : 'process_path'),
  };
}

function goTimeMs(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'string' || value.length > 64) return timeMs(value);
  return timeMs(GO_ZONE_NAME.exec(value.trim())?.[1] ?? value);
}
