// Findings → what is kept of them: OCSF without secrets for the archive, everything for the evidence bucket.

export { toEvidenceEntry, toFindingEntry } from './entries.ts';
export { EVIDENCE_SCHEMA, type Evidence, type EvidenceRecord } from './evidence.ts';
export { evidenceKey, findingKey } from './keys.ts';
export { OCSF_VERSION, type OcsfContext, toDetectionFinding } from './ocsf/detection-finding.ts';
export type { FindingRevision, RevisionKind, RuleDetails } from './revision.ts';
