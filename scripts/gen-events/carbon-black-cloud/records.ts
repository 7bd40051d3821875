// A fact → the endpoint events of Carbon Black Cloud's Data Forwarder.

import type { ConnectionFact, Fact, FileFact, Machine, Process, RunFact } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { hexOf } from '../random.ts';
import { accountName, digestsOf, isKernel, type TimedRecord } from '../timeline.ts';
import { spacedMs } from '../times.ts';

const ORG_KEY = 'ABCD1234';

/** Milliseconds from 1601, where Windows counts from, to 1970. */
const FILETIME_EPOCH_MS = 11_644_473_600_000n;

const STATES = {
  windows: ['SIGNED', 'VERIFIED', 'TRUSTED', 'OS', 'CATALOG_SIGNED'],
  signed: ['SIGNED', 'VERIFIED', 'TRUSTED'],
  unsigned: ['NOT_SIGNED'],
} as const;

/** The events of a fact. Look-ups are no endpoint events: the name stands on the connection. */
export function carbonBlackRecords(fact: Fact): readonly TimedRecord[] {
  switch (fact.kind) {
    case 'run':
      return runRecords(fact);
    case 'connection':
      return [connectionRecord(fact)];
    case 'lookup':
      return [];
    case 'file':
      return [fileRecord(fact)];
  }
}

/** Of a start process_* is who started it, and childproc_* the new process. */
function runRecords({ process, endMs }: RunFact): readonly TimedRecord[] {
  const { account, program, parent, pid, startMs } = process;
  const start = eventOf(process, startMs, 'procstart', 'ACTION_CREATE_PROCESS', {
    ...(parent === undefined ? {} : actor(parent)),
    childproc_guid: guidOf(process),
    childproc_pid: pid,
    childproc_name: pathOf(process),
    childproc_hash: hashes(process),
    childproc_publisher: publisherOf(process),
    childproc_username: accountName(account),
    childproc_reputation: program.signer === undefined ? 'REP_RESOLVING' : 'REP_WHITE',
    target_cmdline: process.commandLine,
  });
  if (endMs === undefined) return [start];
  const end = eventOf(process, endMs, 'procend', 'ACTION_PROCESS_TERMINATE', {
    ...actor(process),
    process_terminated: true,
  });
  return [start, end];
}

function connectionRecord(fact: ConnectionFact): TimedRecord {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  const [local, remote] = isOpened ? [source, destination] : [destination, source];
  const action = 'ACTION_CONNECTION_CREATE | ACTION_CONNECTION_ESTABLISHED';
  return eventOf(process, timeMs, 'netconn', action, {
    ...actor(process),
    local_ip: local.ip,
    local_port: local.port,
    remote_ip: remote.ip,
    remote_port: remote.port,
    netconn_domain: '',
    netconn_inbound: !isOpened,
    netconn_protocol: `PROTO_${transport.toUpperCase()}`,
  });
}

function fileRecord({ process, timeMs, path }: FileFact): TimedRecord {
  return eventOf(process, timeMs, 'filemod', 'ACTION_FILE_CREATE | ACTION_FILE_WRITE', {
    ...actor(process),
    filemod_name: path.toLowerCase(),
    filemod_hash: [hexOf(`MD5 ${path}`, 32), hexOf(`SHA256 ${path}`, 64)],
  });
}

function actor(process: Process): JsonRecord {
  const { account, parent, pid, program } = process;
  const parentFields = parent !== undefined && {
    parent_guid: guidOf(parent),
    parent_pid: parent.pid,
    parent_path: pathOf(parent),
    parent_cmdline: parent.commandLine,
  };
  return {
    process_guid: guidOf(process),
    process_pid: pid,
    process_path: pathOf(process),
    process_cmdline: isKernel(process) ? '' : process.commandLine,
    process_hash: hashes(process),
    process_publisher: publisherOf(process),
    process_reputation: program.signer === undefined ? 'REP_RESOLVING' : 'REP_WHITE',
    process_username: accountName(account),
    process_terminated: false,
    ...parentFields,
  };
}

function eventOf(
  process: Process,
  timeMs: number,
  kind: string,
  action: string,
  data: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const record = {
    type: `endpoint.event.${kind}`,
    schema: 1,
    org_key: ORG_KEY,
    device_id: String(deviceIdOf(machine)),
    device_name: `CORP\\${machine.name.toUpperCase()}`,
    device_os: 'WINDOWS',
    device_group: machine.kind === 'workstation' ? 'Clients' : 'Servers',
    device_external_ip: '198.51.100.8',
    action,
    // As Go prints a time; Date.parse does not read it.
    device_timestamp: `${spacedMs(timeMs)}0000 +0000 UTC`,
    backend_timestamp: `${spacedMs(timeMs + 48_000).slice(0, 19)} +0000 UTC`,
    event_origin: 'EDR',
    ...data,
  };
  return { timeMs, machine, record };
}

/** The kernel is no file: no digests. */
function hashes(process: Process): readonly string[] {
  const { md5, sha256 } = digestsOf(process.program);
  return isKernel(process) ? [] : [md5, sha256];
}

function publisherOf(process: Process): readonly JsonRecord[] {
  const { signer } = process.program;
  if (isKernel(process)) return [];
  if (signer === undefined) return [{ state: stateOf(STATES.unsigned) }];
  const flags = signer === 'Microsoft Windows' ? STATES.windows : STATES.signed;
  return [{ name: signer, state: stateOf(flags) }];
}

function stateOf(flags: readonly string[]): string {
  return flags.map((flag) => `FILE_SIGNATURE_STATE_${flag}`).join(' | ');
}

/** Paths are lower case; only the kernel is written in capitals. */
function pathOf(process: Process): string {
  return isKernel(process) ? 'SYSTEM' : process.program.image.toLowerCase();
}

function deviceIdOf({ ip }: Machine): number {
  return 4_050_000 + Number(ip.split('.').at(-1));
}

/** `ORG-device-pid-0-start`, the start as Windows counts it. */
function guidOf({ machine, pid, startMs }: Process): string {
  const hex = (value: number) => value.toString(16).padStart(8, '0');
  const start = ((BigInt(startMs) + FILETIME_EPOCH_MS) * 10_000n).toString(16);
  return `${ORG_KEY}-${hex(deviceIdOf(machine))}-${hex(pid)}-00000000-${start}`;
}
