// A fact → the fields of Sysmon's events, in Sysmon's order and under its names. Each shape writes these its own way.

import type { ConnectionFact, Fact, FileFact, LookupFact, Process, RunFact } from '../facts.ts';
import { UNKNOWN } from '../programs.ts';
import { spacedMs } from '../times.ts';
import { hashesOf, logonGuid, processGuid } from './names.ts';

/** EventData: most values are text; a shape may write numbers and booleans as such. */
export type EventData = Readonly<Record<string, string | number | boolean>>;

/** One event, before it is numbered and written in a shape. */
export interface SysmonMoment {
  readonly eventId: number;
  /** When the event was written to the log: its record time. */
  readonly recordMs: number;
  readonly process: Process;
  readonly data: EventData;
}

/** Sysmon writes what it learns from drivers at once, but connections, which it learns from ETW, a second later. */
const DRIVER_DELAY_MS = 4;
const NETWORK_DELAY_MS = 1_150;

/**
 * ETW stamps connections with a clock that drifts from the system's. Here it is 1.4 s slow, so that by UtcTime the
 * attacker's first connection comes before the start of its own process; by record time it comes after.
 */
const NETWORK_CLOCK_SKEW_MS = -1_400;

/** The events that Sysmon logs of a fact. */
export function momentsOf(fact: Fact): readonly SysmonMoment[] {
  switch (fact.kind) {
    case 'run':
      return runMoments(fact);
    case 'connection':
      return [networkMoment(fact)];
    case 'lookup':
      return [moment(22, fact.timeMs + DRIVER_DELAY_MS, fact.process, lookupData(fact))];
    case 'file':
      return [moment(11, fact.timeMs + DRIVER_DELAY_MS, fact.process, fileData(fact))];
  }
}

function moment(
  eventId: number,
  recordMs: number,
  process: Process,
  data: EventData,
): SysmonMoment {
  return { eventId, recordMs, process, data };
}

function runMoments({ process, endMs }: RunFact): readonly SysmonMoment[] {
  const started = moment(1, process.startMs + DRIVER_DELAY_MS, process, startData(process));
  if (endMs === undefined) return [started];
  const ended = { ...head(process, endMs), User: userOf(process) };
  return [started, moment(5, endMs + DRIVER_DELAY_MS, process, ended)];
}

function userOf({ account, program }: Process): string {
  if (program === UNKNOWN) return '-';
  return `${account.domain}\\${account.name}`;
}

function head(process: Process, utcMs: number): EventData {
  return {
    RuleName: '-',
    UtcTime: spacedMs(utcMs),
    ProcessGuid: processGuid(process),
    ProcessId: process.pid,
    Image: process.program.image,
  };
}

function startData(process: Process): EventData {
  const { program, account, machine, parent } = process;
  return {
    ...head(process, process.startMs),
    FileVersion: program.fileVersion,
    Description: program.description,
    Product: program.product,
    Company: program.company,
    OriginalFileName: program.originalFileName,
    CommandLine: process.commandLine,
    CurrentDirectory: process.directory,
    User: userOf(process),
    LogonGuid: logonGuid(machine, account),
    LogonId: `0x${account.logonId.toString(16)}`,
    TerminalSessionId: account.session,
    IntegrityLevel: account.integrity,
    Hashes: hashesOf(program.image),
    ...(parent !== undefined && parentData(parent)),
  };
}

function parentData(parent: Process): EventData {
  return {
    ParentProcessGuid: processGuid(parent),
    ParentProcessId: parent.pid,
    ParentImage: parent.program.image,
    ParentCommandLine: parent.commandLine,
    ParentUser: userOf(parent),
  };
}

function networkMoment(fact: ConnectionFact): SysmonMoment {
  const { process, source, destination } = fact;
  const isIpv6 = source.ip.includes(':');
  const data: EventData = {
    ...head(process, fact.timeMs + NETWORK_CLOCK_SKEW_MS),
    User: userOf(process),
    Protocol: fact.transport,
    Initiated: fact.direction === 'outbound',
    SourceIsIpv6: isIpv6,
    SourceIp: isIpv6 ? wholeIpv6(source.ip) : source.ip,
    SourceHostname: '-',
    SourcePort: source.port,
    SourcePortName: '-',
    DestinationIsIpv6: isIpv6,
    DestinationIp: isIpv6 ? wholeIpv6(destination.ip) : destination.ip,
    DestinationHostname: '-',
    DestinationPort: destination.port,
    DestinationPortName: destination.port === 445 ? 'microsoft-ds' : '-',
  };
  return moment(3, fact.timeMs + NETWORK_DELAY_MS, process, data);
}

/** Sysmon writes IPv6 in full: `::1` is `0:0:0:0:0:0:0:1`. */
function wholeIpv6(ip: string): string {
  const [before = '', after = ''] = ip.split('::');
  const left = before.split(':').filter((group) => group !== '');
  const right = after.split(':').filter((group) => group !== '');
  const zeros: readonly string[] = Array(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].join(':');
}

function lookupData({ process, timeMs, name, addresses }: LookupFact): EventData {
  const results = addresses.map((address) => `::ffff:${address};`).join('');
  const query = { QueryName: name, QueryStatus: 0, QueryResults: results };
  return { ...head(process, timeMs), ...query, User: userOf(process) };
}

function fileData({ process, timeMs, path }: FileFact): EventData {
  const created = { TargetFilename: path, CreationUtcTime: spacedMs(timeMs) };
  return { ...head(process, timeMs), ...created, User: userOf(process) };
}
