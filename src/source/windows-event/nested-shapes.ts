// Windows events whose fields stand in objects of their own: evtx_dump, Winlogbeat 6, Winlogbeat 7/8 and Elastic Agent.

import { getOwn, isJsonObject } from '../../model/index.ts';
import { ECS_PROCESS_ROWS, ECS_WINDOWS_ROWS } from '../ecs-fields.ts';
import { LOGSTASH_TRANSPORT } from './flat-shapes.ts';
import { firstTime } from './record-time.ts';
import { headerRow, systemRow, type WindowsShape } from './shape.ts';

/** evtx_dump and other converters of the event's XML: Event.System, Event.EventData. */
export const EVTX: WindowsShape = {
  form: 'evtx_dump',
  isShape: (record) => {
    const event = getOwn(record, 'Event');
    return event !== undefined && isJsonObject(event) && isJsonObject(getOwn(event, 'System'));
  },
  header: [
    headerRow('EventID', 'Event.System.EventID.#text', 'Event.System.EventID'),
    headerRow('Channel', 'Event.System.Channel'),
    headerRow(
      'Provider_Name',
      'Event.System.Provider.#attributes.Name',
      'Event.System.Provider_attributes.Name',
    ),
    headerRow('Computer', 'Event.System.Computer'),
    headerRow('EventRecordID', 'Event.System.EventRecordID'),
  ],
  eventData: ['Event.EventData', 'Event.UserData'],
  hasEcsNames: false,
  system: [],
  attributes: 'Event.System',
  transport: [
    ...LOGSTASH_TRANSPORT,
    { key: '@timestamp', reason: 'arrival; the event’s time is in System' },
    { key: 'host', reason: 'the host that ships' },
  ],
  time: firstTime(
    'Event.System.TimeCreated.#attributes.SystemTime',
    'Event.System.TimeCreated_attributes.SystemTime',
    'Event.System.TimeCreated.SystemTime',
    'Event.System.TimeCreated',
    'Event.EventData.UtcTime',
  ),
};

/** Fields of the Beats shippers, not of the event. */
const BEATS_TRANSPORT = [
  ...LOGSTASH_TRANSPORT,
  { key: 'host', reason: 'the host that ships, with forwarded events the collector' },
  { key: 'agent', reason: 'the shipper' },
  { key: 'beat', reason: 'the shipper' },
  { key: 'ecs', reason: 'version of the field names' },
  { key: 'elastic_agent', reason: 'the shipper' },
  { key: 'input', reason: 'the shipper’s input' },
];

/** Winlogbeat 6: event_id, log_name, event_data. @timestamp is the event's time, so it stays in the content. */
export const WINLOGBEAT_6: WindowsShape = {
  form: 'Winlogbeat 6',
  isShape: (record) => Object.hasOwn(record, 'event_id') && Object.hasOwn(record, 'log_name'),
  header: [
    headerRow('EventID', 'event_id'),
    headerRow('Channel', 'log_name'),
    headerRow('Provider_Name', 'source_name'),
    headerRow('Computer', 'computer_name'),
    headerRow('EventRecordID', 'record_number'),
  ],
  eventData: ['event_data', 'user_data'],
  hasEcsNames: false,
  system: [
    systemRow('Provider_Guid', 'provider_guid'),
    systemRow('Execution_ProcessID', 'process_id'),
    systemRow('Execution_ThreadID', 'thread_id'),
    // The account that wrote the log (for Sysmon its service): never the process's user.
    systemRow('Security_UserID', 'user.identifier'),
    systemRow('TimeCreated_SystemTime', '@timestamp'),
    systemRow('Level', 'level'),
    systemRow('Task', 'task'),
    systemRow('Opcode', 'opcode'),
    systemRow('Keywords', 'keywords'),
    systemRow('Version', 'version'),
    systemRow('Message', 'message'),
  ],
  transport: BEATS_TRANSPORT,
  time: firstTime('@timestamp', 'event_data.UtcTime'),
};

/** Winlogbeat 7/8 and Elastic Agent: winlog.*, beside or instead of it ECS names after an ingest pipeline. */
export const WINLOGBEAT: WindowsShape = {
  form: 'Winlogbeat 7/8, Elastic Agent',
  isShape: (record) =>
    isJsonObject(getOwn(record, 'winlog')) ||
    Object.hasOwn(record, 'winlog.channel') ||
    Object.hasOwn(record, 'winlog.event_id'),
  header: [
    headerRow('EventID', 'winlog.event_id', 'event.code'),
    headerRow('Channel', 'winlog.channel'),
    headerRow('Provider_Name', 'winlog.provider_name', 'event.provider'),
    headerRow('Computer', 'winlog.computer_name', 'host.hostname', 'host.name'),
    headerRow('EventRecordID', 'winlog.record_id'),
  ],
  eventData: ['winlog.event_data', 'winlog.user_data'],
  hasEcsNames: true,
  system: [
    systemRow('Provider_Guid', 'winlog.provider_guid'),
    systemRow('Execution_ProcessID', 'winlog.process.pid'),
    systemRow('Execution_ThreadID', 'winlog.process.thread.id'),
    // As in Winlogbeat 6 the writer of the log; ingest pipelines copy it to user.id, which is therefore not read.
    systemRow('Security_UserID', 'winlog.user.identifier'),
    systemRow('TimeCreated_SystemTime', 'winlog.time_created', '@timestamp'),
    systemRow('Level', 'winlog.level', 'log.level'),
    systemRow('Task', 'winlog.task'),
    systemRow('Opcode', 'winlog.opcode'),
    systemRow('Keywords', 'winlog.keywords'),
    systemRow('Version', 'winlog.version'),
    systemRow('Message', 'message'),
    ...ECS_PROCESS_ROWS,
    ...ECS_WINDOWS_ROWS,
  ],
  transport: BEATS_TRANSPORT,
  time: firstTime('winlog.time_created', '@timestamp', 'winlog.event_data.UtcTime'),
};
