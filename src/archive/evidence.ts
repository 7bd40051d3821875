// A finding and the records behind it → the evidence: everything, raw. It stays in the evidence bucket.

import type { Delivery, Finding, JsonObject } from '../model/index.ts';
import type { FindingRevision, RuleDetails } from './revision.ts';

/** Names the shape; a change that breaks its readers raises the number. */
export const EVIDENCE_SCHEMA = 'sigma-lambda.evidence/1';

/** A record, and what part it plays. */
export interface EvidenceRecord {
  /** `trigger`: the match that the finding shows. `window`: another event of a correlation's. */
  readonly role: 'trigger' | 'window';
  readonly delivery: Delivery;
  /** As logged. Absent where whoever wrote the evidence did not have it: then `delivery` says where it stands. */
  readonly record?: JsonObject;
}

/** What is kept as evidence. docs/ocsf.md explains it. */
export interface Evidence {
  readonly schema: string;
  readonly id: string;
  readonly revision: number;
  /** Raw, with the tests that matched: which field, which value of the rule, which of the event. */
  readonly finding: Finding;
  /** The rule's own words: description, references, false positives and all of its guide. */
  readonly rule: RuleDetails | undefined;
  readonly records: readonly EvidenceRecord[];
}

/** Nothing is redacted: whoever investigates needs what was logged. */
export function toEvidence(
  { finding, number }: FindingRevision,
  rule: RuleDetails | undefined,
  records: readonly EvidenceRecord[],
): Evidence {
  return { schema: EVIDENCE_SCHEMA, id: finding.id, revision: number, finding, rule, records };
}
