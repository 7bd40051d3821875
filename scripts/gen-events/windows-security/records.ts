// A fact → events of the Security log: a process started (4688) or ended (4689), a connection was permitted (5156).

import type { ConnectionFact, Fact, Process, RunFact } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { devicePath, isKernel } from '../timeline.ts';

/** One event, before it is numbered and written in a shape. */
export interface SecurityMoment {
  readonly eventId: number;
  readonly timeMs: number;
  readonly process: Process;
  readonly task: { readonly id: number; readonly name: string };
  readonly data: JsonRecord;
}

const CREATION = { id: 13_312, name: 'Process Creation' };
const TERMINATION = { id: 13_313, name: 'Process Termination' };
const CONNECTION = { id: 12_810, name: 'Filtering Platform Connection' };

const MANDATORY_LABELS = {
  Medium: 'S-1-16-8192',
  High: 'S-1-16-12288',
  System: 'S-1-16-16384',
} as const;

/** The events of a fact: the Security log knows neither look-ups nor, without a SACL, files. */
export function securityMoments(fact: Fact): readonly SecurityMoment[] {
  switch (fact.kind) {
    case 'run':
      return runMoments(fact);
    case 'connection':
      return [connectionMoment(fact)];
    case 'lookup':
    case 'file':
      return [];
  }
}

function runMoments({ process, endMs }: RunFact): readonly SecurityMoment[] {
  const start = {
    eventId: 4688,
    timeMs: process.startMs,
    process,
    task: CREATION,
    data: startData(process),
  };
  if (endMs === undefined) return [start];
  const data = {
    ...subject(process),
    Status: '0x0',
    ProcessId: hexPid(process),
    ProcessName: process.program.image,
  };
  return [start, { eventId: 4689, timeMs: endMs, process, task: TERMINATION, data }];
}

/** `ProcessId` is the parent's; the new process's is NewProcessId. */
function startData(process: Process): JsonRecord {
  const { account, parent } = process;
  // A service is started by another account than its own, which then stands as the target.
  const isOther = parent !== undefined && parent.account.sid !== account.sid;
  const target = isOther
    ? {
        TargetUserSid: account.sid,
        TargetUserName: account.name,
        TargetDomainName: account.domain,
        TargetLogonId: hex(account.logonId),
      }
    : {
        TargetUserSid: 'S-1-0-0',
        TargetUserName: '-',
        TargetDomainName: '-',
        TargetLogonId: '0x0',
      };
  return {
    ...subject(isOther ? parent : process),
    NewProcessId: hexPid(process),
    NewProcessName: process.program.image,
    TokenElevationType: '%%1936',
    ProcessId: parent === undefined ? '0x0' : hexPid(parent),
    CommandLine: process.commandLine,
    ...target,
    ParentProcessName: parent === undefined ? '' : parent.program.image,
    MandatoryLabel: MANDATORY_LABELS[account.integrity],
  };
}

function subject({ account }: Process): JsonRecord {
  return {
    SubjectUserSid: account.sid,
    SubjectUserName: account.name,
    SubjectDomainName: account.domain,
    SubjectLogonId: hex(account.logonId),
  };
}

/** Source is who opened the connection, either way. No account, and the program as a device path in lower case. */
function connectionMoment(fact: ConnectionFact): SecurityMoment {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  const { image } = process.program;
  const data = {
    ProcessID: String(process.pid),
    Application: isKernel(process) ? image : devicePath(image).toLowerCase(),
    Direction: isOpened ? '%%14593' : '%%14592',
    SourceAddress: source.ip,
    SourcePort: String(source.port),
    DestAddress: destination.ip,
    DestPort: String(destination.port),
    Protocol: transport === 'tcp' ? '6' : '17',
    FilterRTID: '67845',
    LayerName: isOpened ? '%%14611' : '%%14610',
    LayerRTID: isOpened ? '48' : '44',
    RemoteUserID: 'S-1-0-0',
    RemoteMachineID: 'S-1-0-0',
  };
  return { eventId: 5156, timeMs, process, task: CONNECTION, data };
}

function hexPid({ pid }: Process): string {
  return hex(pid);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
