// A fact → the rows of Defender's advanced hunting tables, each in the envelope of the streaming API.

import { DOMAIN } from '../company.ts';
import type { ConnectionFact, Fact, FileFact, LookupFact, Machine, Process } from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { UNKNOWN } from '../programs.ts';
import { drawFor, hexOf, uuidOf } from '../random.ts';
import { digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';
import { isoFiner } from '../times.ts';

/** A row, and the table it is of. */
export interface DefenderRow extends TimedRecord {
  readonly table: string;
}

/** Id of the company's tenant. */
export const TENANT_ID = uuidOf('defender tenant');

/** The rows of a fact; an end of a process is in no table. */
export function defenderRows(fact: Fact): readonly DefenderRow[] {
  switch (fact.kind) {
    case 'run':
      return [startRow(fact.process)];
    case 'connection':
      return [connectionRow(fact)];
    case 'lookup':
      return [lookupRow(fact)];
    case 'file':
      return [fileRow(fact)];
  }
}

/** What the sensor found of the signature of a program that it sees on the machine for the first time that day. */
export function certificateRow(process: Process, timeMs: number): DefenderRow {
  const { signer } = process.program;
  const isSigned = signer !== undefined;
  return row('DeviceFileCertificateInfo', process.machine, timeMs, {
    SHA1: digestsOf(process.program).sha1,
    IsSigned: isSigned,
    IsRootSignerMicrosoft: isSigned && signer.startsWith('Microsoft'),
    Signer: signer ?? null,
    SignerHash: isSigned ? hexOf(`certificate of ${signer}`, 40) : null,
    Issuer: isSigned ? 'Example Code Signing CA' : null,
    SignatureType: isSigned ? 'Embedded' : null,
    IsTrusted: isSigned,
    CertificateExpirationTime: isSigned ? '2027-11-20T10:00:00Z' : null,
  });
}

function startRow(process: Process): DefenderRow {
  const { account, program, parent, pid, startMs } = process;
  const { md5, sha1, sha256 } = digestsOf(program);
  return row('DeviceProcessEvents', process.machine, startMs + 4, {
    ActionType: 'ProcessCreated',
    FileName: fileNameOf(program.image),
    FolderPath: program.image,
    SHA1: sha1,
    SHA256: sha256,
    MD5: md5,
    ProcessId: pid,
    ProcessUniqueId: uniqueId(process),
    ProcessCreationTime: ticks(startMs),
    ProcessCommandLine: process.commandLine,
    ProcessIntegrityLevel: account.integrity,
    ProcessTokenElevation: 'TokenElevationTypeDefault',
    ...versionInfo('Process', process),
    AccountDomain: account.domain.toLowerCase(),
    AccountName: account.name.toLowerCase(),
    AccountSid: account.sid,
    LogonId: account.logonId,
    AdditionalFields: null,
    ...(parent === undefined ? noActor() : actor(parent)),
    // Of the parent, not of the new process.
    InitiatingProcessSignerType: parent?.program.signer === undefined ? 'Unknown' : 'OsVendor',
    InitiatingProcessSignatureStatus: parent?.program.signer === undefined ? 'Unknown' : 'Valid',
  });
}

function connectionRow(fact: ConnectionFact): DefenderRow {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  const [local, remote] = isOpened ? [source, destination] : [destination, source];
  // A listening socket takes both families, so that IPv4 ends come mapped into IPv6.
  const ip = (address: string) => (isOpened ? address : `::ffff:${address}`);
  const isUnknown = process.program === UNKNOWN;
  const opened = isUnknown ? 'ConnectionAttempt' : 'ConnectionSuccess';
  return row('DeviceNetworkEvents', process.machine, timeMs, {
    ActionType: isOpened ? opened : 'InboundConnectionAccepted',
    LocalIP: ip(local.ip),
    LocalPort: local.port,
    LocalIPType: ipType(local.ip, isOpened),
    RemoteIP: ip(remote.ip),
    RemotePort: remote.port,
    RemoteIPType: ipType(remote.ip, isOpened),
    RemoteUrl: null,
    Protocol: transport === 'tcp' ? 'Tcp' : 'Udp',
    AdditionalFields: null,
    ...(isUnknown ? noActor() : actor(process)),
  });
}

function lookupRow({ process, timeMs, name, addresses }: LookupFact): DefenderRow {
  // The answer is a text that holds JSON.
  const answer = { DnsQueryString: name, DnsQueryResult: addresses.map((Result) => ({ Result })) };
  return row('DeviceEvents', process.machine, timeMs, {
    ActionType: 'DnsQueryResponse',
    AdditionalFields: JSON.stringify(answer),
    ...actor(process),
  });
}

function fileRow({ process, timeMs, path, bytes }: FileFact): DefenderRow {
  return row('DeviceFileEvents', process.machine, timeMs, {
    ActionType: 'FileCreated',
    FileName: fileNameOf(path),
    FolderPath: path,
    FileSize: bytes,
    SHA1: hexOf(`SHA1 ${path}`, 40),
    AdditionalFields: null,
    ...actor(process),
  });
}

/** The process that did it. Its path is lower case; of the kernel little is known. */
function actor(process: Process): JsonRecord {
  const { account, program, parent, pid, startMs } = process;
  const { md5, sha1, sha256 } = digestsOf(program);
  const isFile = !isKernel(process);
  return {
    InitiatingProcessAccountDomain: account.domain.toLowerCase(),
    InitiatingProcessAccountName: account.name.toLowerCase(),
    InitiatingProcessAccountSid: account.sid,
    InitiatingProcessIntegrityLevel: account.integrity,
    InitiatingProcessFileName: fileNameOf(program.image),
    InitiatingProcessFolderPath: program.image.toLowerCase(),
    InitiatingProcessSHA1: isFile ? sha1 : null,
    InitiatingProcessSHA256: isFile ? sha256 : null,
    InitiatingProcessMD5: isFile ? md5 : null,
    ...versionInfo('InitiatingProcess', process),
    InitiatingProcessId: pid,
    InitiatingProcessUniqueId: uniqueId(process),
    InitiatingProcessCommandLine: isFile ? process.commandLine : '',
    InitiatingProcessCreationTime: ticks(startMs),
    InitiatingProcessParentFileName: parent === undefined ? null : fileNameOf(parent.program.image),
    InitiatingProcessParentId: parent === undefined ? null : parent.pid,
    InitiatingProcessParentCreationTime: parent === undefined ? null : ticks(parent.startMs),
  };
}

/** As of a connection that no process could be found for. */
function noActor(): JsonRecord {
  return {
    InitiatingProcessAccountSid: null,
    InitiatingProcessFileName: null,
    InitiatingProcessFolderPath: null,
    InitiatingProcessSHA1: null,
    InitiatingProcessId: 0,
    InitiatingProcessUniqueId: null,
    InitiatingProcessCommandLine: null,
    InitiatingProcessCreationTime: null,
  };
}

/** What the file's version resource says: text that anybody may write. */
function versionInfo(prefix: string, { program }: Process): JsonRecord {
  const known = (text: string) => (text === '-' ? null : text);
  return {
    [`${prefix}VersionInfoCompanyName`]: known(program.company),
    [`${prefix}VersionInfoProductName`]: known(program.product),
    [`${prefix}VersionInfoOriginalFileName`]: known(program.originalFileName),
    [`${prefix}VersionInfoFileDescription`]: known(program.description),
  };
}

function row(table: string, machine: Machine, timeMs: number, data: JsonRecord): DefenderRow {
  const draw = drawFor(`defender ${table} ${machine.name} ${timeMs} ${JSON.stringify(data)}`);
  const record = {
    time: ticks(timeMs + draw(40_000, 110_000)),
    tenantId: TENANT_ID,
    operationName: 'Publish',
    category: `AdvancedHunting-${table}`,
    properties: {
      Timestamp: ticks(timeMs),
      DeviceId: hexOf(`defender device ${machine.name}`, 40),
      DeviceName: `${machine.name}.${DOMAIN}`,
      ReportId: draw(1_000, 99_000),
      MachineGroup: 'UnassignedGroup',
      ...data,
    },
    Tenant: 'DefaultTenant',
  };
  return { timeMs, machine, record, table };
}

function ipType(address: string, isOpened: boolean): string {
  if (address === '127.0.0.1' || address === '::1') return 'Loopback';
  if (!isOpened) return 'FourToSixMapping';
  return address.startsWith('10.') ? 'Private' : 'Public';
}

/** A number of 57 bits or so, as text. */
function uniqueId(process: Process): string {
  return String(BigInt(`0x2${hexOf(`defender ${instanceOf(process)}`, 14)}`));
}

/** Seven digits after the second. */
function ticks(ms: number): string {
  return isoFiner(ms, String(ms % 10_000).padStart(4, '0'));
}
