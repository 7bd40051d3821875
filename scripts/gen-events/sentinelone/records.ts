// A fact → the events of Cloud Funnel 2, by their dotted names.

import type { ConnectionFact, Fact, FileFact, LookupFact, Machine, Process } from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { Json, JsonRecord } from '../json.ts';
import { drawFor, hexOf } from '../random.ts';
import { accountName, digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';
import { isoMs } from '../times.ts';

const KERNEL_IMAGE = 'C:\\Windows\\System32\\ntoskrnl.exe';

/** The events of a fact; an end of a process is none. */
export function sentinelRecords(fact: Fact): readonly TimedRecord[] {
  switch (fact.kind) {
    case 'run':
      return [startRecord(fact.process)];
    case 'connection':
      return [connectionRecord(fact)];
    case 'lookup':
      return [lookupRecord(fact)];
    case 'file':
      return [fileRecord(fact)];
  }
}

/** The same event with objects in objects, as some exports have it. */
export function nested({ record, ...rest }: TimedRecord): TimedRecord {
  const paths = Object.entries(record).map(([path, value]) => ({ names: path.split('.'), value }));
  return { ...rest, record: nest(paths) };
}

/** No name is both a value and a prefix of others. */
function nest(paths: readonly { names: readonly string[]; value: Json }[]): JsonRecord {
  const groups = Map.groupBy(paths, ({ names: [head = ''] }) => head);
  const entries = [...groups].map(([head, members]) => {
    const [only] = members;
    if (only?.names.length === 1) return [head, only.value];
    const below = members.map(({ names, value }) => ({ names: names.slice(1), value }));
    return [head, nest(below)];
  });
  return Object.fromEntries(entries);
}

/** The new process is tgt, who started it src. */
function startRecord(process: Process): TimedRecord {
  const { parent, startMs } = process;
  return eventOf(process, startMs, 'Process Creation', 'process', {
    'meta.event.name': 'PROCESSCREATION',
    ...processFields('tgt', process),
    ...(parent !== undefined && actorFields(parent)),
  });
}

/** dst is the side that was connected to, so of an incoming connection this machine. */
function connectionRecord(fact: ConnectionFact): TimedRecord {
  const { process, timeMs, direction, source, destination, transport } = fact;
  return eventOf(process, timeMs, 'IP Connect', 'ip', {
    'meta.event.name': `${transport.toUpperCase()}V${source.ip.includes(':') ? '6' : '4'}`,
    ...actorFields(process),
    'src.ip.address': source.ip,
    'src.port.number': source.port,
    'dst.ip.address': destination.ip,
    'dst.port.number': destination.port,
    'event.network.direction': direction === 'outbound' ? 'OUTGOING' : 'INCOMING',
    'event.network.connectionStatus': 'SUCCESS',
    'event.network.protocolName': destination.port === 443 ? 'https' : transport,
    'event.repetitionCount': 1,
  });
}

function lookupRecord({ process, timeMs, name, addresses }: LookupFact): TimedRecord {
  return eventOf(process, timeMs, 'DNS Resolved', 'dns', {
    'meta.event.name': 'DNS',
    ...actorFields(process),
    'event.dns.request': name,
    'event.dns.response': `${addresses.map((address) => `type: 1 ${address}`).join(';')};`,
  });
}

function fileRecord({ process, timeMs, path, bytes }: FileFact): TimedRecord {
  return eventOf(process, timeMs, 'File Creation', 'file', {
    'meta.event.name': 'FILECREATION',
    ...actorFields(process),
    'tgt.file.path': path,
    'tgt.file.size': bytes,
    'tgt.file.isExecutable': path.endsWith('.exe'),
  });
}

function actorFields(process: Process): JsonRecord {
  const { parent } = process;
  if (parent === undefined) return processFields('src', process);
  return {
    ...processFields('src', process),
    'src.process.parent.uid': uidOf(parent),
    'src.process.parent.pid': parent.pid,
    'src.process.parent.name': fileNameOf(imageOf(parent)),
    'src.process.parent.image.path': imageOf(parent),
    'src.process.parent.cmdline': parent.commandLine,
  };
}

function processFields(at: 'src' | 'tgt', process: Process): JsonRecord {
  const { account, program, pid, startMs } = process;
  const { md5, sha1, sha256 } = digestsOf(program);
  const signer = isKernel(process) ? 'Microsoft Windows' : program.signer;
  const fields: JsonRecord = {
    uid: uidOf(process),
    pid,
    startTime: startMs,
    name: fileNameOf(imageOf(process)),
    displayName: program.description === '-' ? fileNameOf(imageOf(process)) : program.description,
    'image.path': imageOf(process),
    'image.md5': md5,
    'image.sha1': sha1,
    'image.sha256': sha256,
    cmdline: isKernel(process) ? '' : process.commandLine,
    user: accountName(account),
    sessionId: account.session,
    integrityLevel: account.integrity.toUpperCase(),
    signedStatus: signer === undefined ? 'unsigned' : 'signed',
    verifiedStatus: signer === undefined ? 'unverified' : 'verified',
    ...(signer !== undefined && { publisher: signer.toUpperCase() }),
    'storyline.id': storylineOf(process),
  };
  const named = Object.entries(fields).map(([name, value]) => [`${at}.process.${name}`, value]);
  return Object.fromEntries(named);
}

function eventOf(
  process: Process,
  timeMs: number,
  type: string,
  category: string,
  data: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const name = `sentinel ${type} ${timeMs} ${instanceOf(process)} ${JSON.stringify(data)}`;
  const trace = hexOf(name, 26).toUpperCase();
  const record = {
    timestamp: isoMs(timeMs),
    'event.time': timeMs,
    'event.id': `${trace}_${drawFor(name)(1, 900)}`,
    'trace.id': trace,
    'event.type': type,
    'event.category': category,
    'i.scheme': 'edr',
    'dataSource.name': 'SentinelOne',
    'dataSource.category': 'security',
    'agent.uuid': hexOf(`sentinel agent of ${machine.name}`, 32),
    'endpoint.name': machine.name,
    'endpoint.os': 'windows',
    'endpoint.type': osOf(machine).type,
    'os.name': osOf(machine).name,
    'site.name': 'Example',
    ...data,
    'sca:ingestTime': Math.floor(timeMs / 1_000) + 45,
  };
  return { timeMs, machine, record };
}

function osOf({ kind }: Machine) {
  const isClient = kind === 'workstation';
  return isClient
    ? { type: 'laptop', name: 'Windows 11 Pro' }
    : { type: 'server', name: 'Windows Server 2022 Datacenter' };
}

/** The agent calls the kernel by its file. */
function imageOf(process: Process): string {
  return isKernel(process) ? KERNEL_IMAGE : process.program.image;
}

/** The same for a process and all that it started. */
function storylineOf(process: Process): string {
  const { parent } = process;
  const isChild = parent !== undefined && process.account.session !== 0;
  return isChild
    ? storylineOf(parent)
    : hexOf(`storyline ${instanceOf(process)}`, 16).toUpperCase();
}

function uidOf(process: Process): string {
  return hexOf(`sentinel ${instanceOf(process)}`, 16).toUpperCase();
}
