// Revisions and evidence → the objects that an archive keeps.

import { escapeJson } from '../model/index.ts';
import type { ArchiveEntry } from '../ports/index.ts';
import { type EvidenceRecord, toEvidence } from './evidence.ts';
import { evidenceKey, findingKey } from './keys.ts';
import { type OcsfContext, toDetectionFinding } from './ocsf/detection-finding.ts';
import type { FindingRevision } from './revision.ts';

/** One line of OCSF, redacted: for analysts, Athena, a SIEM. */
export function toFindingEntry(revision: FindingRevision, context: OcsfContext): ArchiveEntry {
  return {
    key: findingKey(revision),
    contentType: 'application/x-ndjson',
    body: `${escapeJson(JSON.stringify(toDetectionFinding(revision, context)))}\n`,
  };
}

/** The evidence, raw: for the evidence bucket alone. */
export function toEvidenceEntry(
  revision: FindingRevision,
  context: OcsfContext,
  records: readonly EvidenceRecord[],
): ArchiveEntry {
  const evidence = toEvidence(revision, context.rule, records);
  return {
    key: evidenceKey(revision),
    contentType: 'application/json',
    body: `${escapeJson(JSON.stringify(evidence))}\n`,
  };
}
