// A fact → the sensor's events, every value a text; and what the sensor tells of processes that ran before it.

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
import { drawFor, hexOf, uuidOf } from '../random.ts';
import { devicePath, digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';

const CUSTOMER_ID = hexOf('falcon customer', 32);

/** The sensor's bits for the program's signature, as real logs have them (see the reference in the adapter). */
const SIGN_INFO = {
  /** MS_SIGNED, CAT, NO_EMBEDDED_CERT, VALID, PRS_WIN81_ROOT. */
  windows: '8683538',
  /** MS_SIGNED, VALID, EMBEDDED, PRS_WIN81_ROOT. */
  microsoft: '9175042',
  /** VALID, EMBEDDED, INVALID_SIGN_CHAIN: a root that is not the kernel's, as Chrome's. */
  thirdParty: '787456',
  /** NO_EMBEDDED_CERT alone; bit 9 is not set. */
  unsigned: '32768',
} as const;

const INTEGRITY = { Medium: '8192', High: '12288', System: '16384' } as const;
const PROTOCOLS = { tcp: '6', udp: '17' } as const;

/** The sensor's id of a machine. */
export function aidOf(machine: Machine): string {
  return hexOf(`falcon agent of ${machine.name}`, 32);
}

/** A row of the inventory of hosts: the only place where they have names. */
export function hostRow(machine: Machine): JsonRecord {
  return {
    Time: String((machine.bootMs + 60_000) / 1_000),
    aid: aidOf(machine),
    cid: CUSTOMER_ID,
    AgentLoadFlags: '1',
    AgentVersion: '7.18.19009.0',
    aip: '198.51.100.8',
    ComputerName: machine.name.toUpperCase(),
    event_platform: 'Win',
    HostHiddenStatus: 'Visible',
    MachineDomain: 'corp.example.com',
    ProductType: machine.kind === 'workstation' ? '1' : '3',
    Version: machine.kind === 'workstation' ? 'Windows 11' : 'Windows Server 2022',
  };
}

/** The events of a fact. */
export function falconRecords(fact: Fact): readonly TimedRecord[] {
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

/** A process that ran already when the sensor came up: no start, but the same of the process. */
export function runningRecord(process: Process, timeMs: number): TimedRecord {
  return sensorRecord('SyntheticProcessRollup2', 'V17', timeMs, process, {
    ...rollup(process),
    SyntheticPR2Flags: '512',
  });
}

/** A module as the sensor sums it up: the only event that names a signer. */
export function moduleRecord(process: Process, signer: string, timeMs: number): TimedRecord {
  return sensorRecord('ModuleSummaryInfoEvent', 'V3', timeMs, process, {
    SHA256HashData: digestsOf(process.program).sha256,
    SubjectDN: `CN="${signer}", O="${signer}", L=Springfield, C=US`,
    IssuerDN: 'CN=Example Code Signing CA, O=Example Trust, C=US',
    ModuleSize: '2417664',
  });
}

function runRecords({ process, endMs }: RunFact): readonly TimedRecord[] {
  const start = sensorRecord('ProcessRollup2', 'V19', process.startMs, process, rollup(process));
  if (endMs === undefined) return [start];
  const end = sensorRecord('EndOfProcess', 'V15', endMs, process, {
    TargetProcessId: falconId(process),
    RawProcessId: String(process.pid),
    ContextTimeStamp: seconds(endMs),
    ExitCode: '0',
  });
  return [start, end];
}

/** What a process event tells of the process. */
function rollup(process: Process): JsonRecord {
  const { account, program, parent, pid } = process;
  const { md5, sha256 } = digestsOf(program);
  const flags = signInfo(program);
  return {
    ProcessStartTime: seconds(process.startMs),
    TargetProcessId: falconId(process),
    ...(parent !== undefined && {
      ParentProcessId: falconId(parent),
      SourceProcessId: falconId(parent),
      ParentBaseFileName: fileNameOf(parent.program.image),
    }),
    RawProcessId: String(pid),
    ImageFileName: devicePath(program.image),
    CommandLine: isKernel(process) ? '' : process.commandLine,
    OriginalFilename: isKernel(process) ? '' : program.originalFileName,
    ...(!isKernel(process) && {
      SHA256HashData: sha256,
      MD5HashData: md5,
      SHA1HashData: '0'.repeat(40),
      SignInfoFlags: flags,
    }),
    UserSid: account.sid,
    AuthenticationId: String(account.logonId),
    IntegrityLevel: INTEGRITY[account.integrity],
    SessionId: String(account.session),
    TokenType: '1',
    Tags: '25, 27, 40',
  };
}

function signInfo({ signer }: Program): string {
  if (signer === undefined) return SIGN_INFO.unsigned;
  if (signer === 'Microsoft Windows') return SIGN_INFO.windows;
  return signer === 'Microsoft Corporation' ? SIGN_INFO.microsoft : SIGN_INFO.thirdParty;
}

function connectionRecord(fact: ConnectionFact): TimedRecord {
  const { process, timeMs, direction, source, destination, transport } = fact;
  const isOpened = direction === 'outbound';
  const [local, remote] = isOpened ? [source, destination] : [destination, source];
  const version = local.ip.includes(':') ? 'IP6' : 'IP4';
  const kind = isOpened ? `NetworkConnect${version}` : `NetworkReceiveAccept${version}`;
  return sensorRecord(kind, isOpened ? 'V12' : 'V10', timeMs, process, {
    ContextTimeStamp: seconds(timeMs),
    ContextProcessId: falconId(process),
    [`LocalAddress${version}`]: local.ip,
    LocalPort: String(local.port),
    [`RemoteAddress${version}`]: remote.ip,
    RemotePort: String(remote.port),
    Protocol: PROTOCOLS[transport],
    ConnectionDirection: isOpened ? '0' : '1',
    ConnectionFlags: '0',
    InContext: '0',
  });
}

function lookupRecord({ process, timeMs, name, addresses }: LookupFact): TimedRecord {
  return sensorRecord('DnsRequest', 'V5', timeMs, process, {
    ContextTimeStamp: seconds(timeMs),
    ContextProcessId: falconId(process),
    DomainName: name,
    RequestType: '1',
    IP4Records: addresses.map((address) => `${address};`).join(''),
  });
}

function fileRecord({ process, timeMs, path, bytes }: FileFact): TimedRecord {
  const kind = path.endsWith('.xlsx') ? 'OoxmlFileWritten' : 'PeFileWritten';
  return sensorRecord(kind, 'V15', timeMs, process, {
    ContextTimeStamp: seconds(timeMs),
    ContextProcessId: falconId(process),
    TargetFileName: devicePath(path),
    Size: String(bytes),
  });
}

function sensorRecord(
  kind: string,
  version: string,
  timeMs: number,
  process: Process,
  data: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const name = `falcon ${kind} ${timeMs} ${instanceOf(process)} ${JSON.stringify(data)}`;
  // When the cloud had it: up to two seconds later, so that objects are not in the order of the sensor's clock.
  const receivedMs = timeMs + drawFor(name)(300, 2_100);
  const record = {
    event_simpleName: kind,
    name: `${kind}${version}`,
    aid: aidOf(machine),
    aip: '198.51.100.8',
    cid: CUSTOMER_ID,
    event_platform: 'Win',
    id: uuidOf(name),
    timestamp: String(receivedMs),
    ConfigBuild: '1007.3.0019009.11',
    ConfigStateHash: '1431649125',
    EffectiveTransmissionClass: '3',
    Entitlements: '15',
    ...data,
  };
  return { timeMs: receivedMs, machine, record };
}

/** The sensor's own id of the process: no pid. */
function falconId(process: Process): string {
  return String(Number.parseInt(hexOf(`falcon ${instanceOf(process)}`, 9), 16));
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
