// One connection in plain words → the records in which each source logs it, the start included where that has the program.

import type { JsonObject } from '../../src/model/index.ts';
import type { SourceId } from '../../src/source/index.ts';
import { cortexConnection, harfangLabConnection, OCSF_PROCESS, ocsf } from './agent-records.ts';
import { carbonBlack } from './carbon-black-records.ts';
import { fdrConnection, fdrStart, inEnvelope } from './fdr-records.ts';
import { limaConnections, member } from './lima-records.ts';
import {
  azure,
  defender,
  elastic,
  evtx,
  flat,
  nxlog,
  security,
  sentinel,
  winlogbeat,
  winlogbeat6,
  winlogEcs,
} from './records.ts';

/** A connection, whoever logs it. */
export interface PlainConnection {
  readonly image: string | null;
  readonly pid: number;
  readonly isInbound: boolean;
  readonly own: End;
  readonly peer: End;
  readonly isLinux: boolean;
  readonly user: { readonly sid: string; readonly domain: string; readonly name: string };
  readonly signature: 'unsigned' | 'Microsoft Windows' | 'Example Tools Ltd' | undefined;
}

/** One end of a connection. */
export interface End {
  readonly ip: string;
  readonly port: number;
}

/** A source's way to log a connection. */
export interface Logger {
  readonly source: SourceId;
  readonly form: string;
  /** True if the signature can stand in these records. */
  readonly hasSignature: boolean;
  records(connection: PlainConnection): readonly JsonObject[];
}

/** An unsigned program of a user that connects to port 445: what the shipped rules are for. */
export const SMB_CONNECTION: PlainConnection = {
  image: 'C:\\Users\\al\\scan.exe',
  pid: 7520,
  isInbound: false,
  own: { ip: '192.0.2.17', port: 58192 },
  peer: { ip: '192.0.2.9', port: 445 },
  isLinux: false,
  user: { sid: 'S-1-5-21-1-2-3-1105', domain: 'CORP', name: 'al' },
  signature: undefined,
};

const account = ({ user }: PlainConnection) => `${user.domain}\\${user.name}`;
const sourceOf = ({ isInbound, own, peer }: PlainConnection) => (isInbound ? peer : own);
const targetOf = ({ isInbound, own, peer }: PlainConnection) => (isInbound ? own : peer);
const osOf = ({ isLinux }: PlainConnection) => (isLinux ? 'linux' : 'windows');

function sysmonData(one: PlainConnection): JsonObject {
  return {
    ProcessGuid: '{0197231E-9BE6-6934-5301-000000000B00}',
    ProcessId: one.pid,
    Image: one.image,
    User: account(one),
    Protocol: 'tcp',
    Initiated: String(!one.isInbound),
    SourceIp: sourceOf(one).ip,
    SourcePort: sourceOf(one).port,
    DestinationIp: targetOf(one).ip,
    DestinationPort: targetOf(one).port,
  };
}

function ecs(one: PlainConnection): JsonObject {
  return {
    process: { pid: one.pid, entity_id: 'e-1', executable: one.image, ...ecsSignature(one) },
    user: { id: one.user.sid, domain: one.user.domain, name: one.user.name },
    source: { ...sourceOf(one) },
    destination: { ...targetOf(one) },
    network: { transport: 'tcp', direction: one.isInbound ? 'ingress' : 'egress' },
  };
}

function ecsSignature({ signature }: PlainConnection): JsonObject {
  if (signature === undefined) return {};
  if (signature === 'unsigned') return { code_signature: { exists: false } };
  return { code_signature: { exists: true, trusted: true, subject_name: signature } };
}

function sentinelRecord(one: PlainConnection): JsonObject {
  return sentinel({
    'endpoint.os': osOf(one),
    'src.process.pid': one.pid,
    'src.process.name': (one.image ?? 'System').replace(/^.*[\\/]/, ''),
    'src.process.image.path': one.image,
    'src.process.user': account(one),
    ...(one.signature !== undefined && {
      'src.process.signedStatus': one.signature === 'unsigned' ? 'unsigned' : 'signed',
      'src.process.verifiedStatus': one.signature === 'unsigned' ? 'unverified' : 'verified',
      'src.process.publisher': one.signature === 'unsigned' ? null : one.signature.toUpperCase(),
    }),
    'src.ip.address': sourceOf(one).ip,
    'src.port.number': sourceOf(one).port,
    'dst.ip.address': targetOf(one).ip,
    'dst.port.number': targetOf(one).port,
    'event.network.direction': one.isInbound ? 'INCOMING' : 'OUTGOING',
  });
}

function defenderRecords(one: PlainConnection): readonly JsonObject[] {
  const sha1 = '3c'.repeat(20);
  const row = defender('DeviceNetworkEvents', {
    ActionType: one.isInbound ? 'InboundConnectionAccepted' : 'ConnectionSuccess',
    LocalIP: one.own.ip,
    LocalPort: one.own.port,
    RemoteIP: one.peer.ip,
    RemotePort: one.peer.port,
    InitiatingProcessId: one.pid,
    InitiatingProcessFileName: (one.image ?? 'System').replace(/^.*[\\/]/, ''),
    InitiatingProcessFolderPath: one.image?.toLowerCase() ?? null,
    InitiatingProcessSHA1: sha1,
    InitiatingProcessAccountSid: one.user.sid,
    InitiatingProcessAccountDomain: one.user.domain,
    InitiatingProcessAccountName: one.user.name,
  });
  if (one.signature === undefined) return [row];
  const isSigned = one.signature !== 'unsigned';
  const signer = isSigned ? one.signature : null;
  const more = { ActionType: null, SHA1: sha1, IsSigned: isSigned, IsTrusted: isSigned };
  return [row, defender('DeviceFileCertificateInfo', { ...more, Signer: signer })];
}

function carbonBlackRecord(one: PlainConnection): JsonObject {
  const signed = ['SIGNED', 'VERIFIED', 'TRUSTED'].map((flag) => `FILE_SIGNATURE_STATE_${flag}`);
  const unsigned = [{ state: 'FILE_SIGNATURE_STATE_NOT_SIGNED' }];
  const publisher = [{ name: one.signature ?? null, state: signed.join(' | ') }];
  const isSigned = one.signature !== 'unsigned' && one.signature !== undefined;
  const known = isSigned ? publisher : unsigned;
  return carbonBlack({
    device_os: osOf(one).toUpperCase(),
    process_pid: one.pid,
    process_path: one.image?.toLowerCase() ?? null,
    process_publisher: one.signature === undefined ? [] : known,
    process_username: account(one),
    local_ip: one.own.ip,
    local_port: one.own.port,
    remote_ip: one.peer.ip,
    remote_port: one.peer.port,
    netconn_inbound: one.isInbound,
  });
}

/** CrowdStrike's flags: valid and Microsoft's, unsigned, none. A third party has no name in them. */
const FLAGS = { 'Microsoft Windows': '8683538', unsigned: '32768', 'Example Tools Ltd': '786432' };

function fdrRecords(one: PlainConnection, kind: string): readonly JsonObject[] {
  const event_platform = one.isLinux ? 'Lin' : 'Win';
  const start = fdrStart({
    event_platform,
    ImageFileName: one.image?.replace(/^C:/, '\\Device\\HarddiskVolume3') ?? null,
    RawProcessId: String(one.pid),
    UserSid: one.user.sid,
    SignInfoFlags: one.signature === undefined ? null : FLAGS[one.signature],
  });
  const more = {
    event_platform,
    LocalAddressIP4: one.own.ip,
    LocalPort: String(one.own.port),
    RemoteAddressIP4: one.peer.ip,
    RemotePort: String(one.peer.port),
    ConnectionDirection: one.isInbound ? '1' : '0',
  };
  return [fdrConnection(more, kind), start];
}

function limaRecord(one: PlainConnection): JsonObject {
  const connection = member(targetOf(one).ip, targetOf(one).port, {
    SOURCE: { IP_ADDRESS: sourceOf(one).ip, PORT: sourceOf(one).port },
    IS_OUTGOING: one.isInbound ? 0 : 1,
  });
  const isSigned = one.signature !== 'unsigned' && one.signature !== undefined;
  const signature = {
    CERT_SUBJECT: `C=US, CN=${one.signature}`,
    FILE_CERT_IS_VERIFIED_LOCAL: 1,
  };
  const more = {
    FILE_PATH: one.image,
    PROCESS_ID: one.pid,
    USER_NAME: account(one),
    FILE_IS_SIGNED: one.signature === undefined ? null : Number(isSigned),
    ...(isSigned && { SIGNATURE: signature }),
  };
  return limaConnections([connection], more, { plat: one.isLinux ? 536870912 : 268435456 });
}

function ocsfRecord(one: PlainConnection): JsonObject {
  const isSigned = one.signature !== 'unsigned' && one.signature !== undefined;
  const state = isSigned ? { state_id: 1 } : { state_id: 99, state: 'unsigned' };
  const certificate = isSigned && { certificate: { subject: `CN=${one.signature}, C=US` } };
  const signature = one.signature === undefined ? null : { ...state, ...certificate };
  const user = { uid: one.user.sid, domain: one.user.domain, name: one.user.name };
  return ocsf({
    device: { uid: 'd-1', hostname: 'ws-17', os: { type_id: one.isLinux ? 200 : 100 } },
    actor: {
      process: { ...OCSF_PROCESS, pid: one.pid, file: { path: one.image, signature }, user },
      user,
    },
    src_endpoint: { ...sourceOf(one) },
    dst_endpoint: { ...targetOf(one) },
    connection_info: { protocol_name: 'tcp', direction_id: one.isInbound ? 1 : 2 },
  });
}

function cortexRecord(one: PlainConnection): JsonObject {
  return cortexConnection({
    agent_os_type: one.isLinux ? 'Linux' : 'Windows',
    os_actor_process_os_pid: String(one.pid),
    os_actor_process_image_path: one.image,
    os_actor_primary_user_sid: one.user.sid,
    os_actor_primary_username: account(one),
    action_local_ip: [one.own.ip],
    action_local_port: [one.own.port],
    action_remote_ip: [one.peer.ip],
    action_remote_port: [String(one.peer.port)],
    action_network_is_server: one.isInbound,
  });
}

function harfangLabRecord(one: PlainConnection): JsonObject {
  return harfangLabConnection({
    agent: { agentid: 'f43cb847', hostname: 'ws-17', ostype: osOf(one) },
    pid: one.pid,
    image_name: one.image,
    username: account(one),
    saddr: sourceOf(one).ip,
    sport: sourceOf(one).port,
    daddr: targetOf(one).ip,
    dport: targetOf(one).port,
    initiated: String(!one.isInbound),
    direction: one.isInbound ? 'in' : 'out',
  });
}

function permitted(one: PlainConnection): JsonObject {
  return security(5156, {
    ProcessID: one.pid,
    Application: one.image?.replace(/^C:/, '\\device\\harddiskvolume2').toLowerCase() ?? null,
    Direction: one.isInbound ? '%%14592' : '%%14593',
    SourceAddress: sourceOf(one).ip,
    SourcePort: String(sourceOf(one).port),
    DestAddress: targetOf(one).ip,
    DestPort: String(targetOf(one).port),
    Protocol: '6',
  });
}

function sysmon(form: string, record: (data: JsonObject) => JsonObject): Logger {
  const records = (one: PlainConnection) => [record(sysmonData(one))];
  return { source: 'sysmon', form, hasSignature: false, records };
}

function logger(
  source: SourceId,
  form: string,
  records: (one: PlainConnection) => readonly JsonObject[],
  hasSignature = true,
): Logger {
  return { source, form, hasSignature, records };
}

/** Every source that logs connections, in each of its forms. */
export const LOGGERS: readonly Logger[] = [
  sysmon('NXLog', (data) => nxlog(3, data)),
  sysmon('flat', (data) => flat(3, data)),
  sysmon('Winlogbeat 6', (data) => winlogbeat6(3, data)),
  sysmon('Winlogbeat 7/8', (data) => winlogbeat(3, data)),
  sysmon('evtx_dump', (data) => evtx(3, data)),
  sysmon('Azure Monitor', (data) => azure(3, JSON.stringify(data))),
  logger('sysmon', 'ECS', (one) => [winlogEcs(ecs({ ...one, signature: undefined }))], false),
  logger('windows-security', '5156', (one) => [permitted(one)], false),
  logger('elastic-defend', 'ECS', (one) => {
    const action = one.isInbound ? 'connection_accepted' : 'connection_attempted';
    const event = { id: 'N3vT+1', dataset: 'endpoint.events.network', action };
    return [elastic({ ...ecs(one), event, host: { id: '51b1', os: { type: osOf(one) } } })];
  }),
  logger('crowdstrike-fdr', 'NetworkConnect', (one) => fdrRecords(one, 'NetworkConnectIP4')),
  logger('crowdstrike-fdr', 'NetworkReceiveAccept', (one) =>
    fdrRecords(one, one.isInbound ? 'NetworkReceiveAcceptIP4' : 'NetworkConnectIP4'),
  ),
  logger('crowdstrike-fdr', 'envelope', (one) =>
    fdrRecords(one, 'NetworkConnectIP4').map(inEnvelope),
  ),
  logger('limacharlie', 'list', (one) => [limaRecord(one)]),
  logger('microsoft-defender', 'envelope', defenderRecords),
  logger('microsoft-defender', 'bare row', (one) =>
    defenderRecords(one).map(({ properties }) => properties as JsonObject),
  ),
  logger('sentinelone', 'flat', (one) => [sentinelRecord(one)]),
  logger('carbon-black-cloud', 'netconn', (one) => [carbonBlackRecord(one)]),
  logger('harfanglab', 'network', (one) => [harfangLabRecord(one)], false),
  logger('cortex-xdr', 'NETWORK', (one) => [cortexRecord(one)], false),
  logger('ocsf', '4001', (one) => [ocsfRecord(one)]),
];
