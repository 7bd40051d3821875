// Sysmon's categories → the fields that Sysmon writes into their events. One that is not there is never filled.

/** Of every event but the first few kinds about Sysmon itself. */
const SHARED = 'RuleName UtcTime ProcessGuid ProcessId Image User';

/**
 * Fields by category, without the shared ones, as the manifest of schema 4.91 has them (`sysmon -s`).
 * @see https://learn.microsoft.com/en-us/sysinternals/downloads/sysmon
 */
const FIELDS: Readonly<Record<string, string>> = {
  process_creation:
    'FileVersion Description Product Company OriginalFileName CommandLine CurrentDirectory LogonGuid LogonId TerminalSessionId IntegrityLevel Hashes ParentProcessGuid ParentProcessId ParentImage ParentCommandLine ParentUser',
  file_change: 'TargetFilename CreationUtcTime PreviousCreationUtcTime',
  network_connection:
    'Protocol Initiated SourceIsIpv6 SourceIp SourceHostname SourcePort SourcePortName DestinationIsIpv6 DestinationIp DestinationHostname DestinationPort DestinationPortName',
  sysmon_status: 'State Version SchemaVersion Configuration ConfigurationFileHash',
  process_termination: '',
  driver_load: 'ImageLoaded Hashes Signed Signature SignatureStatus',
  image_load:
    'ImageLoaded FileVersion Description Product Company OriginalFileName Hashes Signed Signature SignatureStatus',
  create_remote_thread:
    'SourceProcessGuid SourceProcessId SourceImage TargetProcessGuid TargetProcessId TargetImage NewThreadId StartAddress StartModule StartFunction SourceUser TargetUser',
  raw_access_thread: 'Device',
  process_access:
    'SourceProcessGUID SourceProcessId SourceThreadId SourceImage TargetProcessGUID TargetProcessId TargetImage GrantedAccess CallTrace SourceUser TargetUser',
  file_event: 'TargetFilename CreationUtcTime',
  registry_event: 'EventType TargetObject Details NewName',
  registry_add: 'EventType TargetObject',
  registry_delete: 'EventType TargetObject',
  registry_set: 'EventType TargetObject Details',
  registry_rename: 'EventType TargetObject NewName',
  create_stream_hash: 'TargetFilename CreationUtcTime Hash Contents',
  pipe_created: 'EventType PipeName',
  wmi_event: 'EventType Operation EventNamespace Name Query Type Destination Consumer Filter',
  dns_query: 'QueryName QueryStatus QueryResults',
  file_delete: 'TargetFilename Hashes IsExecutable Archived',
  clipboard_capture: 'Session ClientInfo Hashes Archived',
  process_tampering: 'Type',
  file_delete_detected: 'TargetFilename Hashes IsExecutable',
  file_block_executable: 'TargetFilename Hashes',
  file_block_shredding: 'TargetFilename Hashes IsExecutable',
  file_executable_detected: 'TargetFilename Hashes',
  sysmon_error: 'ID Description',
};

const SCHEMA: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(FIELDS).map(([category, fields]) => [
    category,
    new Set(`${SHARED} ${fields}`.split(' ').filter((field) => field !== '')),
  ]),
);

const ALL: ReadonlySet<string> = new Set([...SCHEMA.values()].flatMap((fields) => [...fields]));

/** Categories that Sysmon has events of. */
export const SYSMON_CATEGORIES: readonly string[] = [...SCHEMA.keys()];

/** Fields of a category's events; of all events for a rule that names none. Undefined = no such category. */
export function sysmonFields(category: string | undefined): ReadonlySet<string> | undefined {
  return category === undefined ? ALL : SCHEMA.get(category.toLowerCase());
}

/** True if some Sysmon event has the field. */
export function isSysmonField(field: string): boolean {
  return ALL.has(field);
}
