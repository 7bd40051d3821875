// LimaCharlie's field table: what stands under the same path in every kind of event.

import type { FieldRow, TransportField } from '../adapter.ts';

/** Sigma's names ← LimaCharlie's. FILE_PATH is the program of some events and the file of others: see derive.ts. */
export const LIMA_ROWS: readonly FieldRow[] = [
  { field: 'Computer', paths: ['routing.hostname'], type: 'text' },
  { field: 'CommandLine', paths: ['event.COMMAND_LINE'], type: 'text' },
  { field: 'ProcessId', paths: ['event.PROCESS_ID'], type: 'number' },
  { field: 'User', paths: ['event.USER_NAME'], type: 'text' },
  { field: 'ParentImage', paths: ['event.PARENT.FILE_PATH'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['event.PARENT.COMMAND_LINE'], type: 'text' },
  {
    field: 'ParentProcessId',
    paths: ['event.PARENT_PROCESS_ID', 'event.PARENT.PROCESS_ID'],
    type: 'number',
  },
  { field: 'ParentUser', paths: ['event.PARENT.USER_NAME'], type: 'text' },
  { field: 'QueryName', paths: ['event.DOMAIN_NAME'], type: 'text' },
  { field: 'QueryResults', paths: ['event.IP_ADDRESS', 'event.CNAME'], type: 'text' },
  { field: 'TargetObject', paths: ['event.REGISTRY_KEY'], type: 'text' },
];

/** Top-level keys that outputs add. */
export const LIMA_TRANSPORT: readonly TransportField[] = [
  { key: 'ts', reason: 'when the output wrote the record' },
];
