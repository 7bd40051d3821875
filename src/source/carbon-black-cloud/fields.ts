// Carbon Black Cloud's field tables: a start describes its process by childproc_*, every other event by process_*.

import type { FieldRow, TransportField } from '../adapter.ts';

/** Of a start, the new process is childproc_*, its command line target_cmdline, and process_* its creator. */
export const CARBON_BLACK_START_ROWS: readonly FieldRow[] = [
  { field: 'Image', paths: ['childproc_name'], type: 'text' },
  { field: 'CommandLine', paths: ['target_cmdline'], type: 'text' },
  { field: 'ProcessId', paths: ['childproc_pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['childproc_guid'], type: 'text' },
  { field: 'User', paths: ['childproc_username'], type: 'text' },
  { field: 'ParentImage', paths: ['process_path'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['process_cmdline'], type: 'text' },
  { field: 'ParentProcessId', paths: ['process_pid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['process_guid'], type: 'text' },
  { field: 'ParentUser', paths: ['process_username'], type: 'text' },
];

/** Of every other event, process_* is the process that did it. */
export const CARBON_BLACK_ROWS: readonly FieldRow[] = [
  { field: 'Image', paths: ['process_path'], type: 'text' },
  { field: 'CommandLine', paths: ['process_cmdline'], type: 'text' },
  { field: 'ProcessId', paths: ['process_pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['process_guid'], type: 'text' },
  { field: 'User', paths: ['process_username'], type: 'text' },
  { field: 'ParentImage', paths: ['parent_path'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['parent_cmdline'], type: 'text' },
  { field: 'ParentProcessId', paths: ['parent_pid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['parent_guid'], type: 'text' },
  { field: 'ImageLoaded', paths: ['modload_name'], type: 'text' },
  { field: 'TargetFilename', paths: ['filemod_name'], type: 'text' },
  { field: 'TargetObject', paths: ['regmod_name'], type: 'text' },
];

/** The forwarder writes the event as it is: only when the backend had it is not the event's own. */
export const CARBON_BLACK_TRANSPORT: readonly TransportField[] = [
  { key: 'backend_timestamp', reason: 'when the backend received the event' },
];
