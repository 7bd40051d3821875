// The Security log → objects: the workstations' by NXLog, the servers' by Winlogbeat 8. Both leave the message out.

import { at, MACHINES } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import type { Machine } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { drawFor, hexOf, uuidOf } from '../random.ts';
import { computerOf } from '../sysmon/names.ts';
import { agentFacts, inOrder, recordsBetween, type TimedRecord } from '../timeline.ts';
import { isoMs, localSeconds } from '../times.ts';
import { type SecurityMoment, securityMoments } from './records.ts';

const PROVIDER = 'Microsoft-Windows-Security-Auditing';
const PROVIDER_GUID = '{54849625-5478-4994-A5BA-3E3B0328C30D}';
/** Audit success, as NXLog writes the keyword: beyond the integers that doubles hold exactly. */
const KEYWORDS = -9_214_364_837_600_034_816n;
const LOCAL_OFFSET_HOURS = 1;
/** Rotated between connections of the scan. */
const CUT_MS = at('10:15:05.000');

type Shape = (moment: SecurityMoment, recordNumber: number) => JsonRecord;

function logOf(machine: Machine, shape: Shape): readonly TimedRecord[] {
  const draw = drawFor(`security log of ${machine.name}`);
  let recordNumber = Number.parseInt(hexOf(`security records of ${machine.name}`, 5), 16);
  const moments = agentFacts()
    .filter(({ process }) => process.machine === machine)
    .flatMap(securityMoments);
  return inOrder(moments).map((moment) => {
    recordNumber += draw(1, 6);
    return { timeMs: moment.timeMs, machine, record: shape(moment, recordNumber) };
  });
}

const nxlog: Shape = ({ eventId, timeMs, process, task, data }, recordNumber) => ({
  EventTime: localSeconds(timeMs, LOCAL_OFFSET_HOURS),
  Hostname: computerOf(process.machine),
  Keywords: KEYWORDS,
  EventType: 'AUDIT_SUCCESS',
  SeverityValue: 2,
  Severity: 'INFO',
  EventID: eventId,
  SourceName: PROVIDER,
  ProviderGuid: PROVIDER_GUID,
  Version: eventId === 4688 ? 2 : 1,
  Task: task.id,
  OpcodeValue: 0,
  RecordNumber: recordNumber,
  ExecutionProcessID: 4,
  ThreadID: 320,
  Channel: 'Security',
  Category: task.name,
  Opcode: 'Info',
  ...data,
  EventReceivedTime: localSeconds(timeMs + 1_020, LOCAL_OFFSET_HOURS),
  SourceModuleName: 'eventlog',
  SourceModuleType: 'im_msvistalog',
  '@version': '1',
  '@timestamp': isoMs(timeMs + 1_260),
  host: 'collector.corp.example.com',
});

const winlogbeat8: Shape = ({ eventId, timeMs, process, task, data }, recordNumber) => ({
  '@timestamp': isoMs(timeMs),
  log: { level: 'information' },
  event: {
    kind: 'event',
    code: String(eventId),
    provider: PROVIDER,
    action: task.name,
    outcome: 'success',
  },
  winlog: {
    provider_name: PROVIDER,
    provider_guid: PROVIDER_GUID,
    channel: 'Security',
    computer_name: computerOf(process.machine),
    event_id: String(eventId),
    record_id: recordNumber,
    task: task.name,
    opcode: 'Info',
    keywords: ['Audit Success'],
    process: { pid: 4, thread: { id: 320 } },
    event_data: data,
  },
  host: { name: process.machine.name },
  agent: { type: 'winlogbeat', version: '8.16.1', name: process.machine.name },
  ecs: { version: '8.0.0' },
});

/** The objects of events/windows-security. */
export function securityObjects(): readonly EventObject[] {
  const ofKind = (kind: Machine['kind'], shape: Shape) =>
    inOrder(
      MACHINES.filter((machine) => machine.kind === kind).flatMap((machine) =>
        logOf(machine, shape),
      ),
    );
  const clients = ofKind('workstation', nxlog);
  const servers = ofKind('server', winlogbeat8);
  const logstash = (minute: string, part: number) =>
    `windows-security/ls.s3.${uuidOf('logstash of security')}.2026-11-20T${minute}.tag_security.part${part}.txt.gz`;
  return [
    {
      path: logstash('10.05', 0),
      compression: 'gzip',
      parts: [asLines(recordsBetween(clients, 0, CUT_MS))],
    },
    {
      path: logstash('10.15', 1),
      compression: 'gzip',
      parts: [asLines(recordsBetween(clients, CUT_MS, Number.POSITIVE_INFINITY))],
    },
    {
      path: `windows-security/date=2026-11-20/1795169700-${uuidOf('vector of security')}.log.zst`,
      compression: 'zstd',
      parts: [asLines(servers.map(({ record }) => record))],
    },
  ];
}
