// Records with the fields that the usual ones leave out, in the vendors' own shape, so that every row is fed by some.

import type { JsonObject } from '../../src/model/index.ts';
import type { SourceId } from '../../src/source/index.ts';
import { cortex, harfangLab } from './agent-records.ts';
import { carbonBlack, carbonBlackOf } from './carbon-black-records.ts';
import { fdr } from './fdr-records.ts';
import { lima } from './lima-records.ts';
import {
  azure,
  CONNECTION,
  defender,
  elasticOf,
  flat,
  nxlog,
  security,
  sentinel,
  winlogbeat,
  winlogbeat6,
  winlogEcs,
} from './records.ts';

const DIGESTS = { md5: '1d'.repeat(16), sha1: '3c'.repeat(20), sha256: 'a5'.repeat(32) };
const SERVICE = 'NT AUTHORITY\\NETWORK SERVICE';
const PROVIDER_GUID = '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}';

/** A process as ECS has it, with what only its start tells. */
const ECS_PROCESS: JsonObject = {
  pid: 7520,
  entity_id: 'YWZkLTc1MjAtMTMy',
  executable: 'C:\\Users\\al\\scan.exe',
  args: ['scan.exe', '/t', '192.0.2.0/24'],
  command_line: 'scan.exe /t 192.0.2.0/24',
  working_directory: 'C:\\Users\\al\\',
  hash: DIGESTS,
  pe: {
    original_file_name: 'scan.exe',
    company: 'Example Ltd',
    product: 'Scan',
    description: 'Scanner',
    file_version: '1.2',
  },
  parent: {
    pid: 5776,
    entity_id: 'YWZkLTU3NzYtMTMy',
    executable: 'C:\\Windows\\System32\\cmd.exe',
    command_line: 'cmd.exe',
  },
  Ext: { token: { integrity_level_name: 'high' }, authentication_id: '0x3e7' },
};

const ECS_NAMES: JsonObject = {
  source: { ip: '192.0.2.17', port: 58192, domain: 'ws-17.example.com' },
  destination: { ip: '192.0.2.9', port: 445, domain: 'files.example.com' },
  dns: { question: { name: 'example.com' }, resolved_ip: ['192.0.2.1'] },
  registry: { path: 'HKLM\\A\\b', data: { strings: ['x'] } },
};

const WINLOG_SYSTEM: JsonObject = {
  event_id: '1',
  channel: 'Microsoft-Windows-Sysmon/Operational',
  provider_name: 'Microsoft-Windows-Sysmon',
  provider_guid: PROVIDER_GUID,
  computer_name: 'WS-17.example.com',
  record_id: '4712',
  level: 'information',
  task: 'Process Create (rule: ProcessCreate)',
  opcode: 'Info',
  keywords: ['0x8000000000000000'],
  version: 5,
};

const WINLOGBEAT_6_SYSTEM: JsonObject = {
  provider_guid: PROVIDER_GUID,
  thread_id: 5524,
  level: 'Information',
  task: 'Process Create (rule: ProcessCreate)',
  opcode: 'Info',
  keywords: ['0x8000000000000000'],
  version: 5,
  message: 'Process Create:',
};

/** A version resource as Defender names its parts. */
function versionInfo(prefix: string): JsonObject {
  return {
    [`${prefix}OriginalFileName`]: 'scan.exe',
    [`${prefix}CompanyName`]: 'Example Ltd',
    [`${prefix}ProductName`]: 'Scan',
    [`${prefix}FileDescription`]: 'Scanner',
    [`${prefix}ProductVersion`]: '1.2',
  };
}

const SENTINEL_PARENT: JsonObject = {
  'src.process.parent.uid': '5596',
  'src.process.parent.pid': 5776,
  'src.process.parent.image.path': 'C:\\Windows\\System32\\cmd.exe',
  'src.process.parent.cmdline': 'cmd.exe',
};

/** The other process of a SentinelOne start: the creator, or the one that asked for it. */
function sentinelActor(prefix: 'src' | 'osSrc'): JsonObject {
  return {
    [`${prefix}.process.uid`]: '5596',
    [`${prefix}.process.pid`]: 5776,
    [`${prefix}.process.image.path`]: 'C:\\Windows\\System32\\cmd.exe',
    [`${prefix}.process.cmdline`]: 'cmd.exe',
    [`${prefix}.process.user`]: 'CORP\\al',
  };
}

const SENTINEL_START: JsonObject = {
  'event.type': 'Process Creation',
  'tgt.process.uid': '60B6',
  'tgt.process.pid': 7520,
  'tgt.process.image.path': 'C:\\Users\\al\\scan.exe',
  'tgt.process.image.sha256': DIGESTS.sha256,
  'tgt.process.cmdline': 'scan.exe /t 192.0.2.0/24',
  'tgt.process.displayName': 'Scanner',
  'tgt.process.integrityLevel': 'HIGH',
  'tgt.process.user': SERVICE,
  'tgt.process.signedStatus': 'unsigned',
};

const WINDOWS: readonly JsonObject[] = [
  winlogEcs({ winlog: WINLOG_SYSTEM, message: 'm', process: ECS_PROCESS, ...ECS_NAMES }),
  winlogEcs({ dll: { path: 'C:\\a.dll', hash: DIGESTS }, rule: { name: 'r' } }),
  winlogEcs({ file: { path: 'C:\\a.exe', name: '\\x' } }),
  winlogbeat(3, { ...CONNECTION, User: SERVICE, Hashes: `MD5=${DIGESTS.md5}` }),
  nxlog(3, CONNECTION, { ProviderGuid: PROVIDER_GUID }),
  flat(3, CONNECTION, {
    ...{ ProviderGuid: PROVIDER_GUID, ExecutionProcessID: 3392, ThreadID: 5524 },
    ...{ UserID: 'S-1-5-18', RecordNumber: 4711 },
  }),
  azure(3, '{}', {
    ...{ ProviderGuid: PROVIDER_GUID, ExecutionProcessID: 3392, ThreadID: 5524 },
    ...{ UserID: 'S-1-5-18', EventRecordId: 4711 },
  }),
  winlogbeat6(1, CONNECTION, WINLOGBEAT_6_SYSTEM),
];

const SECURITY = security(4688, {
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'WS-17$',
  SubjectDomainName: 'CORP',
  TargetUserSid: 'S-1-5-21-1-2-3-1105',
  TargetUserName: 'al',
  TargetDomainName: 'CORP',
  NewProcessId: '0x1d60',
  NewProcessName: 'C:\\Users\\al\\scan.exe',
  ProcessId: '0x1690',
  ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
  MandatoryLabel: 'S-1-16-12288',
});

const ELASTIC: readonly JsonObject[] = [
  elasticOf('process', { action: 'start' }, { process: ECS_PROCESS }),
  elasticOf('network', { action: 'connection_attempted' }, ECS_NAMES),
  elasticOf('network', { action: 'lookup_result' }, { dns: ECS_NAMES['dns'] ?? null }),
  elasticOf('library', { action: 'load' }, { dll: { path: 'C:\\a.dll', hash: DIGESTS } }),
  elasticOf(
    'file',
    { action: 'rename' },
    {
      file: { path: 'C:\\b.exe', Ext: { original: { path: 'C:\\a.exe' } } },
    },
  ),
  elasticOf('registry', { action: 'modification' }, { registry: ECS_NAMES['registry'] ?? null }),
];

const FDR: readonly JsonObject[] = [
  fdr('DnsRequest', { DomainName: 'example.com', IP4Records: '192.0.2.1;' }),
  fdr('PeFileWritten', { TargetFileName: '\\Device\\HarddiskVolume2\\a.exe' }),
  fdr('ClassifiedModuleLoad', { ImageFileName: '\\Device\\HarddiskVolume2\\a.dll' }),
  fdr('AsepValueUpdate', { RegObjectName: 'K', RegValueName: 'V', RegStringValue: 'x' }),
  fdr('UserLogon', { LogonDomain: 'CORP', UserName: 'al' }),
];

const LIMA: readonly JsonObject[] = [
  lima('NEW_PROCESS', { FILE_PATH: 'C:\\a.exe', PROCESS_ID: 4, USER_NAME: SERVICE }),
  lima('DNS_REQUEST', { DOMAIN_NAME: 'example.com', IP_ADDRESS: '192.0.2.1' }),
  lima('FILE_CREATE', { FILE_PATH: 'C:\\a.exe' }),
  lima('MODULE_LOAD', { FILE_PATH: 'C:\\a.dll', PROCESS_ID: 2904 }),
  lima('NEW_NAMED_PIPE', { FILE_PATH: '\\Device\\NamedPipe\\x', PROCESS_ID: 2904 }),
  lima('REGISTRY_WRITE', { REGISTRY_KEY: '\\REGISTRY\\MACHINE\\A', PROCESS_ID: 1700 }),
];

const DEFENDER: readonly JsonObject[] = [
  defender('DeviceProcessEvents', {
    ActionType: 'ProcessCreated',
    ProcessId: 7520,
    ProcessUniqueId: '151715012447044204',
    FolderPath: 'C:\\Users\\al\\scan.exe',
    ProcessCommandLine: 'scan.exe /t 192.0.2.0/24',
    ProcessIntegrityLevel: 'High',
    LogonId: '999',
    InitiatingProcessCommandLine: 'cmd.exe',
    ...versionInfo('ProcessVersionInfo'),
  }),
  defender('DeviceNetworkEvents', {
    InitiatingProcessCommandLine: 'scan.exe /t 192.0.2.0/24',
    InitiatingProcessIntegrityLevel: 'High',
    InitiatingProcessParentFileName: 'cmd.exe',
    InitiatingProcessParentId: 5776,
    Protocol: 'Tcp',
    RemoteUrl: 'files.example.com',
    ...versionInfo('InitiatingProcessVersionInfo'),
  }),
  defender('DeviceFileEvents', {
    ActionType: 'FileRenamed',
    FolderPath: 'C:\\b.exe',
    PreviousFileName: 'a.exe',
  }),
  defender('DeviceImageLoadEvents', { ActionType: 'ImageLoaded', FolderPath: 'C:\\a.dll' }),
  defender('DeviceRegistryEvents', {
    ActionType: 'RegistryValueSet',
    RegistryKey: 'HKEY_LOCAL_MACHINE\\A',
    RegistryValueName: 'b',
    RegistryValueData: 'x',
  }),
];

const SENTINEL: readonly JsonObject[] = [
  sentinel({ ...SENTINEL_START, ...sentinelActor('src') }),
  sentinel({ ...SENTINEL_START, ...sentinelActor('src'), ...sentinelActor('osSrc') }),
  sentinel({
    ...SENTINEL_PARENT,
    'src.process.cmdline': 'scan.exe /t 192.0.2.0/24',
    'src.process.displayName': 'Scanner',
    'src.process.integrityLevel': 'HIGH',
    'event.network.protocolName': 'tcp',
  }),
  sentinel({
    'event.type': 'DNS Resolved',
    'event.dns.request': 'example.com',
    'event.dns.response': '192.0.2.1;',
  }),
  sentinel({
    'event.type': 'File Rename',
    'tgt.file.path': 'C:\\b.exe',
    'tgt.file.oldPath': 'C:\\a.exe',
  }),
  sentinel({
    'event.type': 'Registry Value Modified',
    'registry.keyPath': 'MACHINE\\A\\b',
    'registry.value': 'x',
  }),
  sentinel({ 'event.type': 'Module Load', 'module.path': 'C:\\a.dll' }),
];

const CARBON_BLACK: readonly JsonObject[] = [
  carbonBlack({ process_username: SERVICE }),
  carbonBlackOf('moduleload', 'ACTION_LOAD_MODULE', { modload_name: 'c:\\a.dll' }),
  carbonBlackOf('filemod', 'ACTION_FILE_CREATE', { filemod_name: 'c:\\a.exe' }),
  carbonBlackOf('regmod', 'ACTION_WRITE_VALUE', { regmod_name: 'HKLM\\A\\b' }),
];

const CORTEX: readonly JsonObject[] = [
  cortex('LOAD_IMAGE', { action_module_path: 'C:\\a.dll' }),
  cortex('FILE', { event_sub_type: 'FILE_WRITE', action_file_path: 'C:\\a.exe' }),
];

const LOOKUP = harfangLab('dns_resolution', {
  requested_name: 'example.com',
  ip_addresses: ['192.0.2.1'],
});

function by(source: SourceId, records: readonly JsonObject[]) {
  return records.map((record): readonly [SourceId, JsonObject] => [source, record]);
}

/** Each record with the source that wrote it. */
export const MORE_RECORDS: readonly (readonly [SourceId, JsonObject])[] = [
  ...by('sysmon', WINDOWS),
  ...by('windows-security', [SECURITY]),
  ...by('elastic-defend', ELASTIC),
  ...by('crowdstrike-fdr', FDR),
  ...by('limacharlie', LIMA),
  ...by('microsoft-defender', DEFENDER),
  ...by('sentinelone', SENTINEL),
  ...by('carbon-black-cloud', CARBON_BLACK),
  ...by('cortex-xdr', CORTEX),
  ...by('harfanglab', [LOOKUP]),
];
