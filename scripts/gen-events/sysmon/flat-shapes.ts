// A Sysmon event → the two flat shapes: NXLog's through Logstash, and that of an export with TimeCreated.

import type { JsonRecord } from '../json.ts';
import { isoMs, localSeconds } from '../times.ts';
import type { SysmonEvent } from './events.ts';
import { messageOf, taskOf, textData, versionOf } from './message.ts';
import { computerOf } from './names.ts';

/** The company's clocks are an hour ahead of UTC. NXLog does not say so; only @timestamp is UTC. */
const LOCAL_OFFSET_HOURS = 1;

/** From the log to NXLog, and from there to Logstash. */
const TO_NXLOG_MS = 1_020;
const TO_LOGSTASH_MS = 1_260;

/** -(2^63), the keyword bit of all Sysmon events, as NXLog writes it: beyond the integers that doubles hold exactly. */
const KEYWORDS = -(2n ** 63n);

const SYSMON_GUID = '5770385F-C22A-43E0-BF4C-06F5698FFBD9';

/** NXLog's im_msvistalog, as JSON to Logstash. */
export function nxlogRecord(event: SysmonEvent): JsonRecord {
  const { eventId, recordMs, process } = event;
  return {
    EventTime: localSeconds(recordMs, LOCAL_OFFSET_HOURS),
    Hostname: computerOf(process.machine),
    Keywords: KEYWORDS,
    EventType: 'INFO',
    SeverityValue: 2,
    Severity: 'INFO',
    EventID: eventId,
    SourceName: 'Microsoft-Windows-Sysmon',
    ProviderGuid: `{${SYSMON_GUID}}`,
    Version: versionOf(event),
    Task: eventId,
    OpcodeValue: 0,
    RecordNumber: event.recordNumber,
    ExecutionProcessID: event.servicePid,
    ThreadID: event.threadId,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Domain: 'NT AUTHORITY',
    AccountName: 'SYSTEM',
    UserID: 'S-1-5-18',
    AccountType: 'User',
    Message: messageOf(event, '\r\n'),
    Category: taskOf(event),
    Opcode: 'Info',
    ...textData(event),
    EventReceivedTime: localSeconds(recordMs + TO_NXLOG_MS, LOCAL_OFFSET_HOURS),
    SourceModuleName: 'eventlog',
    SourceModuleType: 'im_msvistalog',
    '@version': '1',
    '@timestamp': isoMs(recordMs + TO_LOGSTASH_MS),
    host: 'collector.corp.example.com',
    port: 51_514,
  };
}

/** A flat export: header fields as text, time as TimeCreated. */
export function flatRecord(event: SysmonEvent): JsonRecord {
  const time = isoMs(event.recordMs);
  return {
    SourceName: 'Microsoft-Windows-Sysmon',
    ProviderGuid: `{${SYSMON_GUID.toLowerCase()}}`,
    Level: '4',
    Keywords: '0x8000000000000000',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: computerOf(event.process.machine),
    TimeCreated: time,
    '@timestamp': time,
    EventID: event.eventId,
    Message: messageOf(event, '\r\n'),
    Task: String(event.eventId),
    ...textData(event),
  };
}
