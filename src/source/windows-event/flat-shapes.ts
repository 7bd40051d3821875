// Windows events whose fields stand at the top of the record: NXLog, the flat form of event-log exports, Azure Monitor.

import type { TransportField } from '../adapter.ts';
import { firstTime, nxlogTime } from './record-time.ts';
import { headerRow, systemRow, type WindowsShape } from './shape.ts';

const FLAT_HEADER = [
  headerRow('EventID', 'EventID'),
  headerRow('Channel', 'Channel', 'EventLog'),
  headerRow(
    'Provider_Name',
    'SourceName',
    'Provider',
    'ProviderName',
    'EventSourceName',
    'Provider_Name',
    'Source',
  ),
  // Never `host`: there NXLog's collector puts its own name.
  headerRow('Computer', 'Hostname', 'Computer', 'ComputerName'),
  headerRow('EventRecordID', 'RecordNumber', 'EventRecordID', 'EventRecordId', 'RecordId'),
] as const;

const FLAT_SYSTEM = [
  systemRow('Provider_Guid', 'ProviderGuid'),
  systemRow('Execution_ProcessID', 'ExecutionProcessID'),
  systemRow('Execution_ThreadID', 'ThreadID'),
  systemRow('Security_UserID', 'UserID'),
  systemRow('TimeCreated_SystemTime', 'TimeCreated', 'TimeGenerated'),
];

/** What Logstash and its Beats input put around any record. */
export const LOGSTASH_TRANSPORT: readonly TransportField[] = [
  { key: '@version', reason: 'version of Logstash’s event form' },
  { key: '@metadata', reason: 'routing of Beats and Logstash' },
  { key: 'tags', reason: 'set by pipelines' },
  { key: 'type', reason: 'set by the pipeline’s input' },
  { key: '_id', reason: 'name of the search index’s copy' },
  { key: '_index', reason: 'where that copy was' },
  { key: '_score', reason: 'of the search that exported it' },
  { key: '_type', reason: 'where that copy was' },
];

/** NXLog's im_msvistalog through Logstash: EventTime is the host's local time, @timestamp the arrival. */
export const NXLOG: WindowsShape = {
  form: 'NXLog, flat',
  isShape: (record) =>
    Object.hasOwn(record, 'EventID') &&
    (Object.hasOwn(record, 'EventReceivedTime') || Object.hasOwn(record, 'EventTime')),
  header: FLAT_HEADER,
  eventData: [''],
  hasEcsNames: false,
  system: FLAT_SYSTEM,
  transport: [
    ...LOGSTASH_TRANSPORT,
    { key: '@timestamp', reason: 'arrival at Logstash; the event’s time is EventTime' },
    { key: 'EventReceivedTime', reason: 'arrival at NXLog' },
    { key: 'host', reason: 'the collector' },
    { key: 'port', reason: 'the collector’s connection' },
    { key: 'SourceModuleName', reason: 'names NXLog’s input' },
    { key: 'SourceModuleType', reason: 'names NXLog’s input' },
  ],
  time: nxlogTime,
};

/** Exports with TimeCreated (OTRF 2023 and the like). Some label local time with Z; nothing tells which. */
export const FLAT: WindowsShape = {
  form: 'flat with TimeCreated',
  isShape: (record) => Object.hasOwn(record, 'EventID'),
  header: FLAT_HEADER,
  eventData: [''],
  hasEcsNames: false,
  system: FLAT_SYSTEM,
  transport: LOGSTASH_TRANSPORT,
  time: firstTime('TimeCreated', 'SystemTime', '@timestamp', 'UtcTime'),
};

/** Azure Monitor's tables: WindowsEvent (EventData as JSON text), SecurityEvent and Event (as XML text, or columns). */
export const AZURE_MONITOR: WindowsShape = {
  form: 'Azure Monitor table',
  isShape: (record) =>
    Object.hasOwn(record, 'EventID') &&
    (Object.hasOwn(record, 'EventData') || Object.hasOwn(record, 'TimeGenerated')),
  header: FLAT_HEADER,
  eventData: ['EventData', ''],
  hasEcsNames: false,
  system: FLAT_SYSTEM,
  transport: [
    ...LOGSTASH_TRANSPORT,
    { key: 'TimeCollected', reason: 'arrival at the agent' },
    { key: 'MG', reason: 'the management group that carried it' },
    { key: 'ManagementGroupName', reason: 'the management group that carried it' },
    { key: '_TimeReceived', reason: 'arrival at the workspace' },
    { key: '_ItemId', reason: 'name of the workspace’s copy' },
  ],
  // Other exporters nest EventData too, without TimeGenerated.
  time: firstTime('TimeCreated', 'TimeGenerated', '@timestamp', 'EventData.UtcTime', 'UtcTime'),
};
