// HarfangLab's field table: its names by Sigma's. A connection names its source and destination itself, either way.

import type { FieldRow, TransportField } from '../adapter.ts';

/** Sigma's names ← HarfangLab's. */
export const HARFANGLAB_ROWS: readonly FieldRow[] = [
  { field: 'Image', paths: ['image_name', 'process_image_path'], type: 'text' },
  { field: 'CommandLine', paths: ['commandline'], type: 'text' },
  { field: 'CurrentDirectory', paths: ['current_directory'], type: 'text' },
  { field: 'ProcessId', paths: ['pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['process_unique_id'], type: 'text' },
  { field: 'User', paths: ['username'], type: 'text' },
  { field: 'IntegrityLevel', paths: ['integrity_level'], type: 'text' },
  { field: 'LogonId', paths: ['logonid'], type: 'text' },
  { field: 'OriginalFileName', paths: ['pe_info.original_filename'], type: 'text' },
  { field: 'Company', paths: ['pe_info.company_name'], type: 'text' },
  { field: 'Product', paths: ['pe_info.product_name'], type: 'text' },
  { field: 'Description', paths: ['pe_info.file_description'], type: 'text' },
  { field: 'FileVersion', paths: ['pe_info.file_version'], type: 'text' },
  { field: 'ParentImage', paths: ['parent_image'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['parent_commandline'], type: 'text' },
  { field: 'ParentProcessId', paths: ['ppid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['parent_unique_id'], type: 'text' },
  { field: 'Computer', paths: ['agent.hostname'], type: 'text' },
  { field: 'SourceIp', paths: ['saddr'], type: 'ip' },
  { field: 'SourcePort', paths: ['sport'], type: 'number' },
  { field: 'DestinationIp', paths: ['daddr'], type: 'ip' },
  { field: 'DestinationPort', paths: ['dport'], type: 'number' },
  { field: 'QueryName', paths: ['requested_name'], type: 'text' },
  { field: 'QueryResults', paths: ['ip_addresses'], type: 'text' },
];

/** What the manager and Logstash behind it add. */
export const HARFANGLAB_TRANSPORT: readonly TransportField[] = [
  { key: '@timestamp', reason: 'when the manager received the event' },
  { key: '@version', reason: 'version of Logstash’s event form' },
  { key: 'tags', reason: 'set by pipelines' },
  { key: 'event', reason: 'the event once more as text, of newer managers' },
];
