// From what was found to what is kept of it and who is told: the same for functions and for replays on one machine.

export { alertingRules, type AlertingRuleset } from './alerting-rules.ts';
export {
  type Archives,
  keepRevisions,
  type RecordsOf,
  type RuleBook,
  shownFinding,
  WHERE_IT_STANDS,
} from './archive.ts';
export { changedFindings, changedPartialMatches, changedProcesses } from './changed-stores.ts';
export { type Delivered, deliverFound, type Found } from './deliver-found.ts';
export { EvidenceRecords, MAX_HELD_BYTES, MAX_WINDOW_RECORDS } from './evidence-records.ts';
export { type RecordKeeping, recordKeeping } from './record-keeping.ts';
export { redactedFindings } from './redacted-findings.ts';
export {
  createTelling,
  LEASE_MS,
  type Outbox,
  type Telling,
  type TellingOptions,
} from './telling.ts';
export { PRODUCT_VERSION } from './version.ts';
