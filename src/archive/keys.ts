// A revision → the keys of what is kept of it. Nothing in a key comes from a log but a day and a hash.

import { isCanary } from '../model/index.ts';
import type { FindingRevision } from './revision.ts';

/** What names a revision: a finding, and a number from 1. */
type KeptRevision = Pick<FindingRevision, 'finding' | 'number'>;

/** Day of a finding whose events have no time. */
const UNDATED = 'undated';

/**
 * `findings/dt=2026-11-20/f1_….r1.ndjson`: the day is the event's, so a replay archives where live did. What a canary leads to
 * stands apart, `canary/dt=…`: it is kept as everything is, and no query over findings meets it.
 */
export function findingKey(revision: KeptRevision): string {
  return `${placeOf(revision, 'findings')}/${nameOf(revision)}.ndjson`;
}

/** `evidence/dt=2026-11-20/f1_….r1.json`; `canary/dt=…`. */
export function evidenceKey(revision: KeptRevision): string {
  return `${placeOf(revision, 'evidence')}/${nameOf(revision)}.json`;
}

function placeOf({ finding }: KeptRevision, usual: string): string {
  return isCanary(finding.tenant) ? 'canary' : usual;
}

function nameOf({ finding, number }: KeptRevision): string {
  const day = /^\d{4}-\d\d-\d\d$/.test(finding.day) ? finding.day : UNDATED;
  return `dt=${day}/${finding.id}.r${number}`;
}
