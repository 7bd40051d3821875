// A process → what Elastic Defend says of it: the short form of all events, and the long one of its start and end.

import { type Account, fileNameOf, type Machine, type Process, type Program } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { hexOf, uuidOf } from '../random.ts';

/** Seconds from 1601, where Windows counts from, to 1970. */
const FILETIME_EPOCH_SECONDS = 11_644_473_600;

/** Id of the agent on a machine. */
export function agentIdOf(machine: Machine): string {
  return uuidOf(`elastic agent of ${machine.name}`);
}

/** base64 of `agent-pid-start`, the start in seconds since 1601 with nine digits after the point. */
export function entityIdOf(process: Process): string {
  const { machine, pid, startMs } = process;
  const seconds = Math.floor(startMs / 1_000) + FILETIME_EPOCH_SECONDS;
  const ticks = Number.parseInt(hexOf(`ticks ${machine.name} ${pid}`, 3), 16).toString();
  const fraction = `${String(startMs % 1_000).padStart(3, '0')}${ticks.padStart(4, '0')}00`;
  const text = `${agentIdOf(machine)}-${pid}-${seconds}.${fraction}`;
  return Buffer.from(text).toString('base64');
}

/** Entity ids of parent, grandparent and so on. */
function ancestryOf(process: Process): readonly string[] {
  const { parent } = process;
  return parent === undefined ? [] : [entityIdOf(parent), ...ancestryOf(parent)];
}

function isKernel({ program }: Process): boolean {
  return program.image === 'System';
}

/** What was verified of the program's file. */
function signatureOf({ signer }: Program): JsonRecord {
  if (signer === undefined) return { exists: false };
  return { exists: true, trusted: true, subject_name: signer, status: 'trusted' };
}

/** The kernel is no file, so nothing is verified: the key is absent. */
function signatureFields(process: Process): JsonRecord {
  return isKernel(process) ? {} : { code_signature: signatureOf(process.program) };
}

function extFields(process: Process): JsonRecord {
  const signatures = isKernel(process) ? {} : { code_signature: [signatureOf(process.program)] };
  return { ancestry: ancestryOf(process), ...signatures };
}

/** As network and file events have it: no command line, no hash, no parent. */
export function shortProcess(process: Process): JsonRecord {
  const { program, pid } = process;
  return {
    Ext: extFields(process),
    ...signatureFields(process),
    name: fileNameOf(program.image),
    pid,
    entity_id: entityIdOf(process),
    executable: program.image,
  };
}

/** As file events have it: with the pid of the parent. */
export function fileProcess(process: Process): JsonRecord {
  const { parent } = process;
  const parentFields = parent === undefined ? {} : { parent: { pid: parent.pid } };
  return { ...shortProcess(process), ...parentFields };
}

/** As process events have it. */
export function wholeProcess(process: Process): JsonRecord {
  const { account, program, parent, directory } = process;
  return {
    ...shortProcess(process),
    Ext: { ...extFields(process), ...tokenFields(account) },
    ...(parent !== undefined && { parent: parentFields(parent) }),
    working_directory: directory,
    ...argumentFields(process.commandLine),
    pe: { original_file_name: program.originalFileName },
    hash: { sha256: hexOf(`SHA256 ${program.image}`, 64) },
  };
}

function tokenFields({ logonId, integrity, session }: Account): JsonRecord {
  return {
    authentication_id: `0x${logonId.toString(16)}`,
    session_info: { id: session },
    token: { integrity_level_name: integrity.toLowerCase(), elevation_level: 'default' },
  };
}

function parentFields(parent: Process): JsonRecord {
  const { program, pid, commandLine } = parent;
  // For the kernel, and for nothing else here, Defend has neither command line nor path.
  const known = isKernel(parent)
    ? {}
    : { ...argumentFields(commandLine), executable: program.image, ...signatureFields(parent) };
  return { name: fileNameOf(program.image), pid, entity_id: entityIdOf(parent), ...known };
}

function argumentFields(commandLine: string): JsonRecord {
  const quoted = /"([^"]*)"|\S+/g;
  const args = [...commandLine.matchAll(quoted)].map(([whole, inside]) => inside ?? whole);
  return { args, args_count: args.length, command_line: commandLine };
}
