// Sensors whose events differ in what they carry → the mapped fields of each category's events. Joins are not counted.

/** Mapped fields by category. */
export type CategoryFields = ReadonlyMap<string, ReadonlySet<string>>;

const CONNECTION = [
  ...['Initiated', 'Protocol', 'SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort'],
];
const SIGNER = ['Signed', 'Signature'];
const REGISTRY = ['registry_event', 'registry_set'];

const FDR_COMMON = ['Computer', 'ProcessGuid', 'SignatureStatus', 'User', 'UserSid'];
const FDR_PROCESS = [
  ...['Image', 'CommandLine', 'OriginalFileName', 'ProcessId', 'ParentImage', 'Hashes'],
  ...['ParentProcessGuid', 'LogonId', 'TerminalSessionId', 'IntegrityLevel', ...SIGNER],
];

/** Of CrowdStrike FDR: only process events tell of the program. */
export const FDR_FIELDS: CategoryFields = fieldsOf(FDR_COMMON, [
  [['process_creation', 'process_termination'], FDR_PROCESS],
  [['network_connection'], CONNECTION],
  [['dns_query'], ['QueryName', 'QueryResults']],
  [
    ['image_load', 'driver_load'],
    ['ImageLoaded', 'Hashes', ...SIGNER],
  ],
  [
    ['file_event', 'file_delete'],
    ['TargetFilename', 'Hashes'],
  ],
  [REGISTRY, ['TargetObject', 'Details']],
]);

const LIMA_COMMON = ['Computer', 'ProcessId', 'ProcessGuid', 'SignatureStatus'];
const LIMA_PROGRAM = [
  ...['Image', 'CommandLine', 'User', 'UserSid', 'ParentProcessId', 'Hashes', 'Signed'],
];
const LIMA_PARENT = ['ParentImage', 'ParentCommandLine', 'ParentUser', 'ParentProcessGuid'];

/** Of LimaCharlie: signers stand on identity events alone. */
export const LIMA_FIELDS: CategoryFields = fieldsOf(LIMA_COMMON, [
  [['process_creation'], [...LIMA_PROGRAM, ...LIMA_PARENT]],
  [['process_termination'], ['Image', 'ParentProcessId']],
  [['network_connection'], [...LIMA_PROGRAM, ...CONNECTION]],
  [['dns_query'], ['QueryName', 'QueryResults']],
  [['image_load'], ['ImageLoaded', 'Hashes']],
  [
    ['file_event', 'file_delete'],
    ['TargetFilename', 'Hashes'],
  ],
  [['pipe_created'], ['PipeName']],
  [[...REGISTRY, 'registry_add', 'registry_delete'], ['TargetObject']],
]);

/** CrowdStrike's own names that rules are written for; whatever else the sensor logs is handed on too. */
export const FDR_OWN_NAMES: ReadonlySet<string> = new Set([
  ...['aid', 'aip', 'cid', 'event_simpleName', 'event_platform', 'name', 'id', 'timestamp'],
  ...['ContextProcessId', 'ContextTimeStamp', 'TargetProcessId', 'RawProcessId', 'TreeId'],
  ...['SourceProcessId', 'ImageFileName', 'ParentBaseFileName', 'OriginalFilename'],
  ...['SignInfoFlags', 'AuthenticodeHashData', 'SHA1HashData', 'MD5HashData', 'SHA256HashData'],
  ...['LocalAddressIP4', 'LocalAddressIP6', 'LocalPort', 'RemoteAddressIP4', 'RemoteAddressIP6'],
  ...['RemotePort', 'ConnectionDirection', 'ConnectionFlags', 'DomainName', 'RequestType'],
  ...['TargetFileName', 'RegObjectName', 'RegValueName', 'RegStringValue', 'UserName'],
  ...['ProcessStartTime', 'ProcessEndTime', 'AuthenticationId', 'SessionId', 'TokenType'],
]);

function fieldsOf(
  common: readonly string[],
  rows: readonly (readonly [readonly string[], readonly string[]])[],
): CategoryFields {
  return new Map(
    rows.flatMap(([categories, fields]) =>
      categories.map((category) => [category, new Set([...common, ...fields])] as const),
    ),
  );
}
