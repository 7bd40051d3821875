// Sigma's names ← Elastic Common Schema. Shared by Elastic Defend and by Windows events that went through an ECS pipeline.

import type { FieldRow } from './adapter.ts';

/** The process, its parent, and the connection: the same in every ECS record. */
export const ECS_PROCESS_ROWS: readonly FieldRow[] = [
  // Never process.name: a program named System is not the kernel, and rules that end in \x.exe would miss x.exe.
  { field: 'Image', paths: ['process.executable'], type: 'text' },
  { field: 'CommandLine', paths: ['process.command_line'], type: 'text' },
  { field: 'CurrentDirectory', paths: ['process.working_directory'], type: 'text' },
  { field: 'ProcessId', paths: ['process.pid'], type: 'number' },
  { field: 'ProcessGuid', paths: ['process.entity_id'], type: 'text' },
  { field: 'OriginalFileName', paths: ['process.pe.original_file_name'], type: 'text' },
  { field: 'Company', paths: ['process.pe.company'], type: 'text' },
  { field: 'Product', paths: ['process.pe.product'], type: 'text' },
  { field: 'Description', paths: ['process.pe.description'], type: 'text' },
  { field: 'FileVersion', paths: ['process.pe.file_version'], type: 'text' },
  {
    field: 'ParentImage',
    paths: ['process.parent.executable', 'process.parent.name'],
    type: 'text',
  },
  { field: 'ParentCommandLine', paths: ['process.parent.command_line'], type: 'text' },
  { field: 'ParentProcessId', paths: ['process.parent.pid'], type: 'number' },
  { field: 'ParentProcessGuid', paths: ['process.parent.entity_id'], type: 'text' },
  { field: 'SourceIp', paths: ['source.ip'], type: 'ip' },
  { field: 'SourcePort', paths: ['source.port'], type: 'number' },
  { field: 'SourceHostname', paths: ['source.domain'], type: 'text' },
  { field: 'DestinationIp', paths: ['destination.ip'], type: 'ip' },
  { field: 'DestinationPort', paths: ['destination.port'], type: 'number' },
  { field: 'DestinationHostname', paths: ['destination.domain'], type: 'text' },
  { field: 'Protocol', paths: ['network.transport'], type: 'text' },
  { field: 'QueryName', paths: ['dns.question.name'], type: 'text' },
  { field: 'QueryResults', paths: ['dns.resolved_ip', 'dns.answers.data'], type: 'text' },
  { field: 'TargetFilename', paths: ['file.path'], type: 'text' },
  { field: 'TargetObject', paths: ['registry.path'], type: 'text' },
  { field: 'Details', paths: ['registry.data.strings', 'registry.data.bytes'], type: 'text' },
];

/** Where only the ingest pipelines for Windows events put them. */
export const ECS_WINDOWS_ROWS: readonly FieldRow[] = [
  { field: 'ImageLoaded', paths: ['dll.path', 'file.path'], type: 'text' },
  { field: 'PipeName', paths: ['file.name'], type: 'text' },
  { field: 'RuleName', paths: ['rule.name'], type: 'text' },
];
