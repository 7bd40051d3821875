// The fields that matter in a case → a whole record of each shape. Invented hosts, TEST-NET addresses.

import assert from 'node:assert/strict';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { createRegistry, type RegistryOptions } from '../../src/source/index.ts';

export const GUID = '{0197231E-9BE6-6934-5301-000000000B00}';
export const ENTITY = '0197231e-9be6-6934-5301-000000000b00';
export const SYSMON_CHANNEL = 'Microsoft-Windows-Sysmon/Operational';

/** EventData of a Sysmon connection. */
export const CONNECTION: JsonObject = {
  RuleName: '-',
  UtcTime: '2026-11-20 03:00:00.000',
  ProcessGuid: GUID,
  ProcessId: '7520',
  Image: 'C:\\Users\\al\\scan.exe',
  User: 'CORP\\al',
  Protocol: 'tcp',
  Initiated: 'true',
  SourceIp: '192.0.2.17',
  SourcePort: '58192',
  DestinationIp: '192.0.2.9',
  DestinationPort: '445',
};

/** NXLog through Logstash: local time of UTC-4, its own EventType and host. */
export function nxlog(eventId: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:04.118Z',
    EventReceivedTime: '2026-11-20 06:15:03',
    EventTime: '2026-11-20 06:15:02',
    EventID: eventId,
    Channel: SYSMON_CHANNEL,
    SourceName: 'Microsoft-Windows-Sysmon',
    Hostname: 'WS-17.example.com',
    host: 'collector.example.com',
    port: 64545,
    EventType: 'INFO',
    UserID: 'S-1-5-18',
    AccountName: 'SYSTEM',
    Domain: 'NT AUTHORITY',
    ExecutionProcessID: 3392,
    ThreadID: 5524,
    RecordNumber: 4711,
    SourceModuleName: 'eventlog',
    tags: ['t'],
    '@version': '1',
    ...data,
    ...more,
  };
}

/** Flat with TimeCreated, as OTRF's sets of 2023. */
export function flat(eventId: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:02.118Z',
    TimeCreated: '2026-11-20T10:15:02.118Z',
    EventID: eventId,
    Channel: SYSMON_CHANNEL,
    SourceName: 'Microsoft-Windows-Sysmon',
    Hostname: 'WS-17.example.com',
    Keywords: '0x8000000000000000',
    ...data,
    ...more,
  };
}

/** Winlogbeat 6. `user` is the writer of the log. */
export function winlogbeat6(eventId: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:02.118Z',
    event_id: eventId,
    log_name: SYSMON_CHANNEL,
    source_name: 'Microsoft-Windows-Sysmon',
    computer_name: 'WS-17.example.com',
    record_number: '4711',
    process_id: 3392,
    user: { identifier: 'S-1-5-18', name: 'SYSTEM', domain: 'NT AUTHORITY' },
    host: { name: 'collector' },
    beat: { hostname: 'collector' },
    event_data: data,
    ...more,
  };
}

/** Winlogbeat 7/8 as shipped. */
export function winlogbeat(eventId: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:02.118Z',
    winlog: {
      event_id: String(eventId),
      channel: SYSMON_CHANNEL,
      provider_name: 'Microsoft-Windows-Sysmon',
      computer_name: 'WS-17.example.com',
      record_id: 4711,
      process: { pid: 3392, thread: { id: 5524 } },
      user: { identifier: 'S-1-5-18', name: 'SYSTEM', domain: 'NT AUTHORITY' },
      event_data: data,
    },
    event: { code: String(eventId), provider: 'Microsoft-Windows-Sysmon' },
    agent: { type: 'winlogbeat' },
    host: { name: 'collector' },
    ...more,
  };
}

/** Elastic Agent after its ingest pipeline: winlog without event_data, the fields under ECS names. */
export function winlogEcs(more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:02.118Z',
    winlog: {
      event_id: '3',
      channel: SYSMON_CHANNEL,
      computer_name: 'WS-17.example.com',
      record_id: '4711',
      user: { identifier: 'S-1-5-18' },
    },
    event: { code: '3', category: ['network'], dataset: 'windows.sysmon_operational' },
    process: { entity_id: GUID, pid: 7520, executable: 'C:\\Users\\al\\scan.exe' },
    // user.id is the writer's, which the pipeline copied.
    user: { id: 'S-1-5-18', name: 'al', domain: 'CORP' },
    source: { ip: '192.0.2.17', port: 58192 },
    destination: { ip: '192.0.2.9', port: 445 },
    network: { transport: 'tcp', direction: 'egress' },
    ...more,
  };
}

/** evtx_dump: numbers and booleans typed, GUIDs without braces. */
export function evtx(eventId: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    Event: {
      '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Sysmon', Guid: '5770385F' } },
        EventID: eventId,
        Level: 4,
        TimeCreated: { '#attributes': { SystemTime: '2026-11-20T10:15:02.118000Z' } },
        EventRecordID: 4711,
        Correlation: null,
        Execution: { '#attributes': { ProcessID: 3392, ThreadID: 5524 } },
        Channel: SYSMON_CHANNEL,
        Computer: 'WS-17.example.com',
        Security: { '#attributes': { UserID: 'S-1-5-18' } },
        ...more,
      },
      EventData: data,
    },
  };
}

/** A row of Azure Monitor's WindowsEvent: EventData as text. */
export function azure(eventId: number, eventData: string, more: JsonObject = {}): JsonObject {
  return {
    TimeGenerated: '2026-11-20T10:15:02.118Z',
    EventID: eventId,
    Channel: SYSMON_CHANNEL,
    Provider: 'Microsoft-Windows-Sysmon',
    Computer: 'WS-17.example.com',
    EventData: eventData,
    Type: 'WindowsEvent',
    ...more,
  };
}

/** A Security event in NXLog's shape. */
export function security(eventId: number, data: JsonObject): JsonObject {
  const source = 'Microsoft-Windows-Security-Auditing';
  return nxlog(eventId, data, { Channel: 'security', SourceName: source });
}

/** A connection seen by Elastic Defend. */
export function elastic(more: JsonObject = {}): JsonObject {
  return {
    '@timestamp': '2026-11-20T10:15:02.1180000Z',
    '@version': '1',
    event: {
      id: 'N3vT+1',
      category: ['network'],
      type: ['start'],
      action: 'connection_attempted',
      dataset: 'endpoint.events.network',
    },
    host: { id: '51b1', name: 'ws-17', os: { type: 'windows' } },
    agent: { id: 'a-1', type: 'endpoint' },
    process: {
      pid: 7520,
      entity_id: 'YWZkLTc1MjAtMTMy',
      name: 'scan.exe',
      executable: 'C:\\Users\\al\\scan.exe',
      code_signature: { exists: false },
    },
    destination: { ip: '192.0.2.9', port: 445 },
    source: { ip: '192.0.2.17', port: 58192 },
    network: { transport: 'tcp', direction: 'egress' },
    user: { id: 'S-1-5-21-1-2-3-1105', name: 'al', domain: 'CORP' },
    ...more,
  };
}

/** A process event of Elastic Defend. */
export function elasticOf(dataset: string, action: JsonObject, more: JsonObject = {}): JsonObject {
  return elastic({ event: { dataset: `endpoint.events.${dataset}`, ...action }, ...more });
}

/** A row of Defender's streaming in its envelope: a connection's columns, whatever the table. */
export function defender(table: string, more: JsonObject = {}): JsonObject {
  return {
    time: '2026-11-20T10:17:32.6213639Z',
    tenantId: '11111111-1111-1111-1111-111111111111',
    operationName: 'Publish',
    category: `AdvancedHunting-${table}`,
    properties: {
      Timestamp: '2026-11-20T10:15:02.118Z',
      DeviceId: '68b3',
      DeviceName: 'ws-17.example.com',
      ActionType: 'ConnectionSuccess',
      RemoteIP: '192.0.2.9',
      RemotePort: 445,
      LocalIP: '192.0.2.17',
      LocalPort: 58192,
      InitiatingProcessId: 7520,
      InitiatingProcessUniqueId: '151',
      InitiatingProcessCreationTime: '2026-11-20T10:15:01.016Z',
      InitiatingProcessFolderPath: 'c:\\users\\al\\scan.exe',
      InitiatingProcessAccountSid: 'S-1-5-21-1-2-3-1105',
      InitiatingProcessAccountName: 'al',
      InitiatingProcessAccountDomain: 'CORP',
      ...more,
    },
  };
}

/** A connection seen by SentinelOne, keys flat. */
export function sentinel(more: JsonObject = {}): JsonObject {
  return {
    'event.type': 'IP Connect',
    'event.time': 1795169702118,
    'agent.uuid': '9a25',
    'endpoint.name': 'ws-17',
    'endpoint.os': 'windows',
    'src.process.uid': '60B6',
    'src.process.pid': 7520,
    'src.process.image.path': 'C:\\Users\\al\\scan.exe',
    'src.ip.address': '192.0.2.17',
    'src.port.number': 58192,
    'dst.ip.address': '192.0.2.9',
    'dst.port.number': 445,
    'event.network.direction': 'OUTGOING',
    ...more,
  };
}

/** The events of a record that must be recognised. */
export function eventsOf(record: JsonObject, options: RegistryOptions = {}): readonly LogEvent[] {
  const reading = createRegistry(options).read(record);
  assert.equal(reading.kind, 'events');
  return reading.kind === 'events' ? reading.events : [];
}

/** The only event of a record. */
export function eventOf(record: JsonObject, options: RegistryOptions = {}): LogEvent {
  const [event, ...others] = eventsOf(record, options);
  assert.ok(event !== undefined && others.length === 0);
  return event;
}
