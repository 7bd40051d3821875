// A fact → the raw agent events that Cortex XDR forwards, in words or in numbers.

import type { ConnectionFact, Fact, Machine, Process, RunFact } from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { Json, JsonRecord } from '../json.ts';
import { hexOf, uuidOf } from '../random.ts';
import { accountName, digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';
import { isoMs } from '../times.ts';

/** The two ways in which the service writes types, times and lists. */
export type CortexSpelling = 'words' | 'numbers';

/** The events of a fact. Look-ups and files are not among the forwarded kinds here. */
export function cortexRecords(fact: Fact, spelling: CortexSpelling): readonly TimedRecord[] {
  switch (fact.kind) {
    case 'run':
      return runRecords(fact, spelling);
    case 'connection':
      return [connectionRecord(fact, spelling)];
    case 'lookup':
    case 'file':
      return [];
  }
}

/** Of a start os_actor_* is who started it, and action_process_* the new process. */
function runRecords({ process, endMs }: RunFact, spelling: CortexSpelling) {
  const start = eventOf(process, process.startMs, spelling, {
    ...kindOf(spelling, ['PROCESS', 'PROCESS_START'], [1, 1]),
    ...actionFields(process, spelling),
    ...(process.parent !== undefined && actorFields(process.parent)),
  });
  if (endMs === undefined) return [start];
  const end = eventOf(process, endMs, spelling, {
    ...kindOf(spelling, ['PROCESS', 'PROCESS_STOP'], [1, 2]),
    ...actionFields(process, spelling),
    ...actorFields(process),
    action_process_termination_code: 0,
  });
  return [start, end];
}

function connectionRecord(fact: ConnectionFact, spelling: CortexSpelling): TimedRecord {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  const [local, remote] = isOpened ? [source, destination] : [destination, source];
  const list = (value: Json) => (spelling === 'words' ? [value] : value);
  const name = `cortex ${timeMs} ${instanceOf(process)} ${source.port}`;
  return eventOf(process, timeMs, spelling, {
    ...kindOf(spelling, ['NETWORK', 'NETWORK_STREAM_CONNECT'], [2, 1]),
    ...actorFields(process),
    action_local_ip: list(local.ip),
    action_local_port: list(local.port),
    action_remote_ip: list(remote.ip),
    // A port is text here and a number there.
    action_remote_port: spelling === 'words' ? [String(remote.port)] : remote.port,
    action_network_protocol: transport === 'tcp' ? 6 : 17,
    action_network_is_server: !isOpened,
    action_network_connection_id: hexOf(name, 16),
    action_network_creation_time: timeMs,
  });
}

/** The signature stands on the start alone; forwarded connections have none. */
function actionFields(process: Process, spelling: CortexSpelling): JsonRecord {
  const { account, program, pid } = process;
  const { md5, sha256 } = digestsOf(program);
  const isSigned = program.signer !== undefined;
  const status = isSigned ? 'Signed' : 'Unsigned';
  return {
    action_process_instance_id: instanceId(process),
    action_process_os_pid: pid,
    action_process_image_path: program.image,
    action_process_image_name: fileNameOf(program.image),
    action_process_image_command_line: process.commandLine,
    action_process_image_md5: md5,
    action_process_image_sha256: sha256,
    action_process_username: accountName(account),
    action_process_user_sid: account.sid,
    action_process_integrity_level: account.integrity,
    action_process_signature_status: spelling === 'words' ? [status] : Number(isSigned),
    action_process_signature_vendor: program.signer ?? null,
  };
}

function actorFields(process: Process): JsonRecord {
  const { account, program, pid, commandLine } = process;
  const { md5, sha256 } = digestsOf(program);
  return {
    os_actor_process_instance_id: instanceId(process),
    os_actor_process_os_pid: pid,
    os_actor_process_image_path: program.image,
    os_actor_process_image_name: fileNameOf(program.image),
    os_actor_process_command_line: isKernel(process) ? '' : commandLine,
    ...(!isKernel(process) && {
      os_actor_process_image_md5: md5,
      os_actor_process_image_sha256: sha256,
    }),
    os_actor_process_logon_id: String(account.logonId),
    os_actor_primary_username: accountName(account),
    os_actor_primary_user_sid: account.sid,
  };
}

function kindOf(
  spelling: CortexSpelling,
  words: readonly [string, string],
  numbers: readonly [number, number],
): JsonRecord {
  const [type, subType] = spelling === 'words' ? words : numbers;
  return { event_type: type, event_sub_type: subType };
}

function eventOf(
  process: Process,
  timeMs: number,
  spelling: CortexSpelling,
  data: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const isWords = spelling === 'words';
  const record = {
    event_timestamp: isWords ? [isoMs(timeMs)] : timeMs,
    // Not unique: the agent's counter per delivery.
    event_id: uuidOf(`cortex delivery ${machine.name} ${Math.floor(timeMs / 60_000)}`),
    event_version: 29,
    agent_id: hexOf(`cortex agent of ${machine.name}`, 32),
    agent_hostname: machine.name,
    agent_os_type: isWords ? 'Windows' : 1,
    agent_os_sub_type: osOf(machine),
    agent_ip_addresses: isWords ? [machine.ip] : machine.ip,
    ...data,
  };
  return { timeMs, machine, record };
}

function osOf({ kind }: Machine): string {
  return kind === 'workstation' ? 'Windows 11' : 'Windows Server 2022';
}

/** Base64 of start and pid, as the agent makes it. */
function instanceId(process: Process): string {
  return Buffer.from(hexOf(`cortex ${instanceOf(process)}`, 32), 'hex').toString('base64');
}
