// A fact → OCSF 1.3 events as JSON, as a pipeline that maps everything writes them.

import { DOMAIN } from '../company.ts';
import type {
  ConnectionFact,
  Fact,
  FileFact,
  LookupFact,
  Machine,
  Process,
  Program,
  RunFact,
} from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { uuidOf } from '../random.ts';
import { digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';

/** class_uid and category_uid. */
const CLASSES = {
  file: [1001, 1],
  process: [1007, 1],
  network: [4001, 4],
  dns: [4003, 4],
} as const;

const INTEGRITY = { Medium: 3, High: 4, System: 5 } as const;

/** The events of a fact. */
export function ocsfRecords(fact: Fact): readonly TimedRecord[] {
  switch (fact.kind) {
    case 'run':
      return runRecords(fact);
    case 'connection':
      return [connectionRecord(fact)];
    case 'lookup':
      return [lookupRecord(fact)];
    case 'file':
      return [fileRecord(fact)];
  }
}

/** Launch (1) and Terminate (2) are about `process`; the actor is who did it. */
function runRecords({ process, endMs }: RunFact): readonly TimedRecord[] {
  const { parent, startMs } = process;
  const launch = eventOf(process, startMs, 'process', 1, {
    process: { ...processObject(process), user: userObject(process) },
    ...(parent !== undefined && { actor: actorObject(parent) }),
  });
  if (endMs === undefined) return [launch];
  const end = eventOf(process, endMs, 'process', 2, {
    process: { ...processObject(process), user: userObject(process) },
    actor: actorObject(process),
    exit_code: 0,
  });
  return [launch, end];
}

function connectionRecord(fact: ConnectionFact): TimedRecord {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  return eventOf(process, timeMs, 'network', 1, {
    actor: actorObject(process),
    src_endpoint: { ip: source.ip, port: source.port },
    dst_endpoint: { ip: destination.ip, port: destination.port },
    connection_info: {
      direction_id: isOpened ? 2 : 1,
      direction: isOpened ? 'Outbound' : 'Inbound',
      protocol_num: transport === 'tcp' ? 6 : 17,
      protocol_name: transport,
      protocol_ver_id: source.ip.includes(':') ? 6 : 4,
    },
  });
}

function lookupRecord({ process, timeMs, name, addresses }: LookupFact): TimedRecord {
  return eventOf(process, timeMs, 'dns', 2, {
    actor: actorObject(process),
    query: { hostname: name, type: 'A' },
    answers: addresses.map((rdata) => ({ rdata, type: 'A' })),
  });
}

function fileRecord({ process, timeMs, path, bytes }: FileFact): TimedRecord {
  return eventOf(process, timeMs, 'file', 1, {
    actor: actorObject(process),
    file: { name: fileNameOf(path), path, type_id: 1, size: bytes },
  });
}

function actorObject(process: Process): JsonRecord {
  const { parent } = process;
  const parentObject = parent !== undefined &&
    !isKernel(parent) && { parent_process: processObject(parent) };
  return {
    process: { ...processObject(process), ...parentObject },
    user: userObject(process),
  };
}

function userObject({ account }: Process): JsonRecord {
  return { name: account.name, domain: account.domain, uid: account.sid };
}

function processObject(process: Process): JsonRecord {
  const { account, program, pid, startMs, directory } = process;
  const isFile = !isKernel(process);
  return {
    pid,
    uid: uuidOf(`ocsf ${instanceOf(process)}`),
    name: fileNameOf(program.image),
    created_time: startMs,
    integrity: account.integrity,
    integrity_id: INTEGRITY[account.integrity],
    ...(isFile && { cmd_line: process.commandLine, working_directory: directory }),
    file: { name: fileNameOf(program.image), path: program.image, type_id: 1, ...ofFile(program) },
  };
}

function ofFile(program: Program): JsonRecord {
  const { signer, company, fileVersion } = program;
  if (company === '-' && fileVersion === '-') return {};
  const { md5, sha256 } = digestsOf(program);
  return {
    ...(company !== '-' && { company_name: company }),
    version: fileVersion,
    hashes: [
      { algorithm_id: 1, algorithm: 'MD5', value: md5 },
      { algorithm_id: 3, algorithm: 'SHA-256', value: sha256 },
    ],
    signature: signatureObject(signer),
  };
}

/** OCSF has no number for "unsigned": the word beside 99 says it. */
function signatureObject(signer: string | undefined): JsonRecord {
  if (signer === undefined) return { algorithm_id: 0, state_id: 99, state: 'Unsigned' };
  const certificate = {
    subject: `CN="${signer}", O="${signer}", C=US`,
    issuer: 'CN=Example Code Signing CA, O=Example Trust, C=US',
    serial_number: '0a1b2c',
  };
  return { algorithm_id: 3, state_id: 1, state: 'Valid', certificate };
}

function eventOf(
  process: Process,
  timeMs: number,
  name: keyof typeof CLASSES,
  activity: number,
  data: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const [classUid, categoryUid] = CLASSES[name];
  const text = `ocsf ${name} ${activity} ${timeMs} ${instanceOf(process)} ${JSON.stringify(data)}`;
  const record = {
    class_uid: classUid,
    category_uid: categoryUid,
    activity_id: activity,
    type_uid: classUid * 100 + activity,
    severity_id: 1,
    time: timeMs,
    metadata: {
      version: '1.3.0',
      uid: uuidOf(text),
      product: { name: 'Example Agent', vendor_name: 'Example' },
      profiles: ['host'],
      logged_time: timeMs + 5_200,
    },
    device: deviceObject(machine),
    ...data,
  };
  return { timeMs, machine, record };
}

function deviceObject(machine: Machine): JsonRecord {
  const isClient = machine.kind === 'workstation';
  return {
    uid: uuidOf(`ocsf device ${machine.name}`),
    hostname: machine.name,
    domain: DOMAIN,
    ip: machine.ip,
    type_id: isClient ? 3 : 1,
    os: { type_id: 100, type: 'Windows', name: isClient ? 'Windows 11' : 'Windows Server 2022' },
  };
}
