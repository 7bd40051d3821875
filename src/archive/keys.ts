// A revision → the keys of what is kept of it. Nothing in a key comes from a log but a day and a hash.

import type { FindingRevision } from './revision.ts';

/** What names a revision: a finding, and a number from 1. */
type KeptRevision = Pick<FindingRevision, 'finding' | 'number'>;

/** Day of a finding whose events have no time. */
const UNDATED = 'undated';

/** `findings/dt=2026-11-20/f1_….r1.ndjson`: the day is the event's, so a replay archives where live did. */
export function findingKey(revision: KeptRevision): string {
  return `findings/${nameOf(revision)}.ndjson`;
}

/** `evidence/dt=2026-11-20/f1_….r1.json`. */
export function evidenceKey(revision: KeptRevision): string {
  return `evidence/${nameOf(revision)}.json`;
}

function nameOf({ finding, number }: KeptRevision): string {
  const day = /^\d{4}-\d\d-\d\d$/.test(finding.day) ? finding.day : UNDATED;
  return `dt=${day}/${finding.id}.r${number}`;
}
