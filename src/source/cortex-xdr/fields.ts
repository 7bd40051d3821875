// Cortex XDR's field tables: a start describes its process by action_process_*, every other event by os_actor_*.

import type { FieldRow, TransportField } from '../adapter.ts';

/** Of a start, action_process_* is the new process and os_actor_* its creator. */
export const CORTEX_START_ROWS: readonly FieldRow[] = [
  { field: 'Computer', paths: ['agent_hostname'], type: 'text' },
  { field: 'Image', paths: ['action_process_image_path'], type: 'text' },
  {
    field: 'CommandLine',
    paths: ['action_process_image_command_line', 'action_process_command_line'],
    type: 'text',
  },
  { field: 'ProcessId', paths: ['action_process_os_pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['action_process_instance_id'], type: 'text' },
  { field: 'User', paths: ['action_process_username'], type: 'text' },
  { field: 'IntegrityLevel', paths: ['action_process_integrity_level'], type: 'text' },
  { field: 'ParentImage', paths: ['os_actor_process_image_path'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['os_actor_process_command_line'], type: 'text' },
  { field: 'ParentProcessId', paths: ['os_actor_process_os_pid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['os_actor_process_instance_id'], type: 'text' },
  { field: 'ParentUser', paths: ['os_actor_primary_username'], type: 'text' },
];

/** Of every other event, os_actor_* is the process that did it. */
export const CORTEX_ROWS: readonly FieldRow[] = [
  { field: 'Computer', paths: ['agent_hostname'], type: 'text' },
  { field: 'Image', paths: ['os_actor_process_image_path'], type: 'text' },
  { field: 'CommandLine', paths: ['os_actor_process_command_line'], type: 'text' },
  { field: 'ProcessId', paths: ['os_actor_process_os_pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['os_actor_process_instance_id'], type: 'text' },
  { field: 'User', paths: ['os_actor_primary_username'], type: 'text' },
  { field: 'LogonId', paths: ['os_actor_process_logon_id'], type: 'text' },
  { field: 'ImageLoaded', paths: ['action_module_path'], type: 'text' },
  { field: 'TargetFilename', paths: ['action_file_path'], type: 'text' },
];

/** The files are copied as they are. */
export const CORTEX_TRANSPORT: readonly TransportField[] = [];
