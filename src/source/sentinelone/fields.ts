// SentinelOne's field tables: a start is about tgt.process, whose parent is src.process or osSrc.process.

import type { FieldRow, TransportField } from '../adapter.ts';

/** Sigma's names ← those of a process creation, with the parent that the record names. */
export function startRows(parent: 'src' | 'osSrc'): readonly FieldRow[] {
  return [
    ...processRows('tgt'),
    { field: 'ParentImage', paths: [`${parent}.process.image.path`], type: 'text' },
    { field: 'ParentCommandLine', paths: [`${parent}.process.cmdline`], type: 'text' },
    { field: 'ParentProcessId', paths: [`${parent}.process.pid`], type: 'number' },
    { field: 'ParentProcessGuid', paths: [`${parent}.process.uid`], type: 'text' },
    { field: 'ParentUser', paths: [`${parent}.process.user`], type: 'text' },
  ];
}

/** Sigma's names ← those of every other event. */
export const ROWS: readonly FieldRow[] = [
  ...processRows('src'),
  { field: 'ParentImage', paths: ['src.process.parent.image.path'], type: 'text' },
  { field: 'ParentCommandLine', paths: ['src.process.parent.cmdline'], type: 'text' },
  { field: 'ParentProcessId', paths: ['src.process.parent.pid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['src.process.parent.uid'], type: 'text' },
  { field: 'Protocol', paths: ['event.network.protocolName', 'meta.event.name'], type: 'text' },
  { field: 'QueryName', paths: ['event.dns.request'], type: 'text' },
  { field: 'QueryResults', paths: ['event.dns.response'], type: 'text' },
  { field: 'TargetFilename', paths: ['tgt.file.path'], type: 'text' },
  { field: 'SourceFilename', paths: ['tgt.file.oldPath'], type: 'text' },
  { field: 'TargetObject', paths: ['registry.keyPath'], type: 'text' },
  { field: 'Details', paths: ['registry.value'], type: 'text' },
  { field: 'ImageLoaded', paths: ['module.path'], type: 'text' },
];

/** Keys that the service's pipeline adds. */
export const SENTINELONE_TRANSPORT: readonly TransportField[] = [
  { key: 'sca:ingestTime', reason: 'when the service received the event' },
  { key: 'sca:atlantisIngestTime', reason: 'when the service stored the event' },
];

function processRows(actor: 'src' | 'tgt'): readonly FieldRow[] {
  const at = (name: string) => `${actor}.process.${name}`;
  return [
    { field: 'Computer', paths: ['endpoint.name'], type: 'text' },
    // Never the name: rules on folders would take a program whose path is missing for one that lies elsewhere.
    { field: 'Image', paths: [at('image.path')], type: 'text' },
    { field: 'CommandLine', paths: [at('cmdline')], type: 'text' },
    { field: 'ProcessId', paths: [at('pid')], type: 'number' },
    { field: 'ProcessGuid', paths: [at('uid')], type: 'text' },
    { field: 'User', paths: [at('user')], type: 'text' },
    { field: 'IntegrityLevel', paths: [at('integrityLevel')], type: 'text' },
    { field: 'Description', paths: [at('displayName')], type: 'text' },
  ];
}
