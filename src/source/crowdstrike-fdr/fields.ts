// CrowdStrike's field table. Each field may stand in the record itself or in the `event` of an envelope.

import type { FieldRow, FieldType, TransportField } from '../adapter.ts';

/** The envelope's own copies of a field are written anew by the pipeline, so the inner one comes first. */
function row(field: string, name: string, type: FieldType = 'text'): FieldRow {
  return { field, paths: [`event.${name}`, name], type };
}

/** Sigma's names ← CrowdStrike's. */
export const FDR_ROWS: readonly FieldRow[] = [
  row('CommandLine', 'CommandLine'),
  row('OriginalFileName', 'OriginalFilename'),
  // The operating system's pid stands on process events alone; others carry the sensor's own id.
  row('ProcessId', 'RawProcessId', 'number'),
  // A file name without its folder: rules that end in \cmd.exe do not find it.
  row('ParentImage', 'ParentBaseFileName'),
  row('LogonId', 'AuthenticationId'),
  row('TerminalSessionId', 'SessionId', 'number'),
  row('QueryName', 'DomainName'),
  row('QueryResults', 'IP4Records'),
  row('TargetFilename', 'TargetFileName'),
  row('Details', 'RegStringValue'),
];

/** Top-level keys that a pipeline adds around the event. */
export const FDR_TRANSPORT: readonly TransportField[] = [
  { key: 'fdr_event_type', reason: 'set by the pipeline that wrote the envelope' },
  { key: 'p_parse_time', reason: 'when the pipeline read the record' },
  { key: 'p_row_id', reason: 'name of the pipeline’s copy' },
  { key: 'p_schema_version', reason: 'version of the pipeline’s form' },
  { key: 'p_source_id', reason: 'where the pipeline read' },
  { key: 'p_source_label', reason: 'where the pipeline read' },
  { key: 'p_enrichment', reason: 'looked up by the pipeline' },
];
