// OCSF's field tables. Where the process of an event stands differs by class and version; what it is made of does not.

import type { FieldRow, TransportField } from '../adapter.ts';

/** A process object at `path` and its parents', in the order in which they are asked. */
function processRows(path: string, parents: readonly string[]): readonly FieldRow[] {
  const ofParent = (name: string) => parents.map((parent) => `${parent}.${name}`);
  return [
    { field: 'Image', paths: [`${path}.file.path`, `${path}.path`], type: 'text' },
    { field: 'CommandLine', paths: [`${path}.cmd_line`], type: 'text' },
    { field: 'CurrentDirectory', paths: [`${path}.working_directory`], type: 'text' },
    { field: 'ProcessId', paths: [`${path}.pid`], type: 'number' },
    { field: 'ProcessGuid', paths: [`${path}.uid`], type: 'text' },
    { field: 'IntegrityLevel', paths: [`${path}.integrity`], type: 'text' },
    { field: 'Company', paths: [`${path}.file.company_name`], type: 'text' },
    { field: 'Product', paths: [`${path}.file.product.name`], type: 'text' },
    { field: 'Description', paths: [`${path}.file.desc`], type: 'text' },
    { field: 'FileVersion', paths: [`${path}.file.version`], type: 'text' },
    { field: 'ParentImage', paths: ofParent('file.path'), type: 'text' },
    { field: 'ParentCommandLine', paths: ofParent('cmd_line'), type: 'text' },
    { field: 'ParentProcessId', paths: ofParent('pid'), type: 'number' },
    { field: 'ParentProcessGuid', paths: ofParent('uid'), type: 'text' },
  ];
}

const COMMON_ROWS: readonly FieldRow[] = [
  { field: 'Computer', paths: ['device.hostname', 'device.name'], type: 'text' },
  { field: 'SourceIp', paths: ['src_endpoint.ip'], type: 'ip' },
  { field: 'SourcePort', paths: ['src_endpoint.port'], type: 'number' },
  { field: 'SourceHostname', paths: ['src_endpoint.hostname'], type: 'text' },
  { field: 'DestinationIp', paths: ['dst_endpoint.ip'], type: 'ip' },
  { field: 'DestinationPort', paths: ['dst_endpoint.port'], type: 'number' },
  { field: 'DestinationHostname', paths: ['dst_endpoint.hostname'], type: 'text' },
  { field: 'Protocol', paths: ['connection_info.protocol_name'], type: 'text' },
];

/** Of a launch or an end, `process` is the process and actor.process its creator. */
export const OCSF_PROCESS_ROWS: readonly FieldRow[] = [
  ...COMMON_ROWS,
  ...processRows('process', ['actor.process', 'process.parent_process']),
];

/** Of every other event, actor.process did it. */
export const OCSF_ACTOR_ROWS: readonly FieldRow[] = [
  ...COMMON_ROWS,
  ...processRows('actor.process', ['actor.process.parent_process']),
];

/** Before version 1.0 a connection's process stood beside the actor, not inside. */
export const OCSF_BARE_ROWS: readonly FieldRow[] = [
  ...COMMON_ROWS,
  ...processRows('process', ['process.parent_process']),
];

/** What pipelines add to an event. */
export const OCSF_TRANSPORT: readonly TransportField[] = [
  { key: 'enrichments', reason: 'added by pipelines' },
];
