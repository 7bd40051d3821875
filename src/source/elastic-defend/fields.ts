// Elastic Defend's field table: ECS, and what only the endpoint's events have.

import type { FieldRow, TransportField } from '../adapter.ts';
import { ECS_PROCESS_ROWS } from '../ecs-fields.ts';

/** Sigma's names ← Elastic Defend's. */
export const ELASTIC_ROWS: readonly FieldRow[] = [
  ...ECS_PROCESS_ROWS,
  { field: 'Computer', paths: ['host.name', 'host.hostname'], type: 'text' },
  { field: 'ImageLoaded', paths: ['dll.path'], type: 'text' },
  { field: 'SourceFilename', paths: ['file.Ext.original.path'], type: 'text' },
  { field: 'IntegrityLevel', paths: ['process.Ext.token.integrity_level_name'], type: 'text' },
  { field: 'LogonId', paths: ['process.Ext.authentication_id'], type: 'text' },
];

/**
 * Top-level keys that Logstash, the only way from the agent to S3, adds. @timestamp is the event's own time and
 * `agent` names the endpoint: both stay. (agent.ephemeral_id is nested, and the same in every delivery of a record.)
 */
export const ELASTIC_TRANSPORT: readonly TransportField[] = [
  { key: '@version', reason: 'version of Logstash’s event form' },
  { key: '@metadata', reason: 'routing of Logstash' },
  { key: 'tags', reason: 'set by pipelines' },
  { key: 'type', reason: 'set by the pipeline’s input' },
  { key: '_id', reason: 'name of the search index’s copy' },
  { key: '_index', reason: 'where that copy was' },
  { key: '_score', reason: 'of the search that exported it' },
  { key: '_type', reason: 'where that copy was' },
];
