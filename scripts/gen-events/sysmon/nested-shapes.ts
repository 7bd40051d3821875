// A Sysmon event → the three nested shapes: evtx_dump's, Winlogbeat 6's and Winlogbeat 8's.

import type { JsonRecord } from '../json.ts';
import { uuidOf } from '../random.ts';
import { isoFiner, isoMs } from '../times.ts';
import type { EventData } from './event-data.ts';
import type { SysmonEvent } from './events.ts';
import { messageOf, taskOf, textData, versionOf } from './message.ts';
import { computerOf } from './names.ts';

const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
const PROVIDER = 'Microsoft-Windows-Sysmon';
const PROVIDER_GUID = '5770385F-C22A-43E0-BF4C-06F5698FFBD9';
const SYSTEM_USER = {
  identifier: 'S-1-5-18',
  name: 'SYSTEM',
  domain: 'NT AUTHORITY',
  type: 'User',
};

/** Digits after the milliseconds: the record number has them at hand, and they never change. */
function finer({ recordNumber }: SysmonEvent, digits: number): string {
  return String(recordNumber).slice(-digits).padStart(digits, '0');
}

/** evtx_dump: numbers and booleans keep their types, GUIDs are upper case without braces. */
export function evtxRecord(event: SysmonEvent): JsonRecord {
  const { eventId, recordMs, servicePid, threadId } = event;
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        Provider: { '#attributes': { Name: PROVIDER, Guid: PROVIDER_GUID } },
        EventID: eventId,
        Version: versionOf(event),
        Level: 4,
        Task: eventId,
        Opcode: 0,
        Keywords: '0x8000000000000000',
        TimeCreated: { '#attributes': { SystemTime: isoFiner(recordMs, finer(event, 3)) } },
        EventRecordID: event.recordNumber,
        Correlation: null,
        Execution: { '#attributes': { ProcessID: servicePid, ThreadID: threadId } },
        Channel: CHANNEL,
        Computer: computerOf(event.process.machine),
        Security: { '#attributes': { UserID: SYSTEM_USER.identifier } },
      },
      EventData: bareGuids(event.data),
    },
  };
}

function bareGuids(data: EventData): EventData {
  const bare = (name: string, value: string | number | boolean) =>
    name.endsWith('Guid') ? String(value).replaceAll(/[{}]/g, '').toUpperCase() : value;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, bare(name, value)]));
}

/** Winlogbeat leaves out what is empty; the `-` of Sysmon is a text like others and stays. */
function winlogTask(event: SysmonEvent) {
  return { task: taskOf(event), opcode: 'Info', version: versionOf(event) };
}

/** Winlogbeat 6 of a collector for forwarded events: `host` and `beat` name the collector. */
export function winlogbeat6Record(event: SysmonEvent): JsonRecord {
  const shipper = 'collector';
  return {
    '@timestamp': isoMs(event.recordMs),
    '@metadata': { beat: 'winlogbeat', type: 'doc', version: '6.8.23', topic: 'winlogbeat' },
    log_name: CHANNEL,
    source_name: PROVIDER,
    provider_guid: `{${PROVIDER_GUID.toLowerCase()}}`,
    event_id: event.eventId,
    record_number: String(event.recordNumber),
    computer_name: computerOf(event.process.machine),
    level: 'Information',
    ...winlogTask(event),
    process_id: event.servicePid,
    thread_id: event.threadId,
    user: SYSTEM_USER,
    event_data: textData(event),
    message: messageOf(event, '\n'),
    beat: { version: '6.8.23', name: shipper, hostname: shipper },
    host: { name: shipper },
    type: 'wineventlog',
  };
}

/** Winlogbeat 8 of the machine itself, not yet through an ingest pipeline: event_id is text, record_id a number. */
export function winlogbeat8Record(event: SysmonEvent): JsonRecord {
  const { machine } = event.process;
  return {
    '@timestamp': isoMs(event.recordMs),
    message: messageOf(event, '\n'),
    log: { level: 'information' },
    event: {
      kind: 'event',
      code: String(event.eventId),
      provider: PROVIDER,
      action: taskOf(event),
      created: isoMs(event.recordMs + 1_400),
    },
    winlog: {
      provider_name: PROVIDER,
      provider_guid: `{${PROVIDER_GUID}}`,
      channel: CHANNEL,
      computer_name: computerOf(machine),
      event_id: String(event.eventId),
      record_id: event.recordNumber,
      ...winlogTask(event),
      process: { pid: event.servicePid, thread: { id: event.threadId } },
      user: SYSTEM_USER,
      event_data: textData(event),
    },
    host: { name: machine.name },
    agent: {
      type: 'winlogbeat',
      version: '8.16.1',
      name: machine.name,
      id: uuidOf(`winlogbeat of ${machine.name}`),
      ephemeral_id: uuidOf(`this run of winlogbeat of ${machine.name}`),
    },
    ecs: { version: '8.0.0' },
  };
}
