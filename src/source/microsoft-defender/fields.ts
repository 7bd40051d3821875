// Defender's field tables: a process start names the new process by its own columns, every other row by Initiating*.

import type { FieldRow, FieldType, TransportField } from '../adapter.ts';

/** Sigma's names ← the columns of DeviceProcessEvents ProcessCreated. */
export const START_ROWS: readonly FieldRow[] = [
  column('Computer', ['DeviceName']),
  // Never FileName: rules on folders would take a program whose path is missing for one that lies elsewhere.
  column('Image', ['FolderPath']),
  column('CommandLine', ['ProcessCommandLine']),
  column('OriginalFileName', ['ProcessVersionInfoOriginalFileName']),
  column('Company', ['ProcessVersionInfoCompanyName']),
  column('Product', ['ProcessVersionInfoProductName']),
  column('Description', ['ProcessVersionInfoFileDescription']),
  column('FileVersion', ['ProcessVersionInfoProductVersion']),
  column('IntegrityLevel', ['ProcessIntegrityLevel']),
  column('ProcessId', ['ProcessId'], 'number'),
  column('ProcessGuid', ['ProcessUniqueId']),
  column('LogonId', ['LogonId']),
  column('ParentImage', ['InitiatingProcessFolderPath', 'InitiatingProcessFileName']),
  column('ParentCommandLine', ['InitiatingProcessCommandLine']),
  column('ParentProcessId', ['InitiatingProcessId'], 'number'),
  column('ParentProcessGuid', ['InitiatingProcessUniqueId']),
];

/** Sigma's names ← the columns of every other table. */
export const ROWS: readonly FieldRow[] = [
  column('Computer', ['DeviceName']),
  column('Image', ['InitiatingProcessFolderPath']),
  column('CommandLine', ['InitiatingProcessCommandLine']),
  column('OriginalFileName', ['InitiatingProcessVersionInfoOriginalFileName']),
  column('Company', ['InitiatingProcessVersionInfoCompanyName']),
  column('Product', ['InitiatingProcessVersionInfoProductName']),
  column('Description', ['InitiatingProcessVersionInfoFileDescription']),
  column('FileVersion', ['InitiatingProcessVersionInfoProductVersion']),
  column('IntegrityLevel', ['InitiatingProcessIntegrityLevel']),
  column('ProcessId', ['InitiatingProcessId'], 'number'),
  column('ProcessGuid', ['InitiatingProcessUniqueId']),
  column('ParentImage', ['InitiatingProcessParentFileName']),
  column('ParentProcessId', ['InitiatingProcessParentId'], 'number'),
  column('Protocol', ['Protocol']),
  column('DestinationHostname', ['RemoteUrl']),
  column('SourceFilename', ['PreviousFileName']),
  column('Details', ['RegistryValueData']),
];

/** Keys of the envelope that tell of the delivery. */
export const DEFENDER_TRANSPORT: readonly TransportField[] = [
  { key: 'time', reason: 'when the service received the row' },
  { key: '_TimeReceivedBySvc', reason: 'when the service received the row' },
  { key: 'tenantId', reason: 'whose stream it is' },
  { key: 'Tenant', reason: 'whose stream it is' },
  { key: 'operationName', reason: 'always Publish' },
];

/** Where a column stands, in an envelope and in a bare row. */
export function columnPaths(name: string): readonly string[] {
  return [`properties.${name}`, name];
}

function column(field: string, names: readonly string[], type: FieldType = 'text'): FieldRow {
  return { field, paths: names.flatMap(columnPaths), type };
}
