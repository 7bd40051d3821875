// Findings that are about to be published → their evidence, raw, and their line of OCSF, redacted, in their buckets.

import {
  type EvidenceRecord,
  type FindingRevision,
  type RuleDetails,
  toEvidenceEntry,
  toFindingEntry,
} from '../archive/index.ts';
import { unitedFinding } from '../finding/index.ts';
import type { Finding, StoredFinding } from '../model/index.ts';
import { atOnce, type KeepFailure, type KeepRevisions, type Sendable } from '../pipeline/index.ts';
import type { ArchiveEntry, FindingArchive } from '../ports/index.ts';

/** Where they are kept. */
export interface Archives {
  /** Redacted: for analysts. */
  readonly findings: FindingArchive;
  /** Raw: for who may read the logs. */
  readonly evidence: FindingArchive;
}

/** Rules and correlations by id: what evidence says in their own words. */
export type RuleBook = ReadonlyMap<string, RuleDetails>;

/** The records behind a finding. */
export type RecordsOf = (finding: Finding) => readonly EvidenceRecord[];

/** Of whoever has no records: the evidence says where the one stands that the finding shows. */
export const WHERE_IT_STANDS: RecordsOf = ({ delivery }) => [{ role: 'trigger', delivery }];

/** Findings kept at a time: two requests each, of some ten ms, in the seconds that are left to a scan. */
const AT_ONCE = 8;

/**
 * Keeps each: the evidence, then the line, so that what the archive says can be looked up. Kept again, by settle or another
 * delivery, it has the same keys, and what stands there stays.
 */
export function keepRevisions(
  archives: Archives,
  rules: RuleBook,
  productVersion: string,
  recordsOf: RecordsOf = WHERE_IT_STANDS,
): KeepRevisions {
  const keep = async (sendable: Sendable): Promise<KeepFailure | undefined> => {
    const revision = revisionOf(sendable);
    if (revision === undefined) {
      return failure(sendable, 'NO_TIME', 'nobody told when it was created: settle keeps it');
    }
    const context = { productVersion, rule: rules.get(revision.finding.rule.id) };
    const entry = toEvidenceEntry(revision, context, recordsOf(revision.finding));
    const evidence = await keepOne(archives.evidence, entry, sendable);
    if (evidence !== undefined) return evidence;
    return await keepOne(archives.findings, toFindingEntry(revision, context), sendable);
  };
  return (sendables) => atOnce(sendables, AT_ONCE, keep);
}

/** The finding as a message would show it: as a scan has it, or as settle unites what is stored. */
export function shownFinding(sendable: Sendable): Finding {
  return isStored(sendable) ? unitedFinding(sendable) : sendable.finding;
}

function isStored(sendable: Sendable): sendable is StoredFinding {
  return 'matches' in sendable;
}

/** Revisions are counted from 0 by the store, from 1 where they are kept. */
function revisionOf(sendable: Sendable): FindingRevision | undefined {
  const { revision, revised, createdMs, revisedMs = createdMs } = sendable;
  if (createdMs === undefined || revisedMs === undefined) return undefined;
  return {
    finding: shownFinding(sendable),
    number: revision + 1,
    kind: revised?.verdict ?? 'opened',
    createdMs,
    timeMs: revisedMs,
  };
}

async function keepOne(
  archive: FindingArchive,
  entry: ArchiveEntry,
  sendable: Sendable,
): Promise<KeepFailure | undefined> {
  const [outcome] = await archive.keep([entry]);
  if (outcome === undefined) return failure(sendable, 'NO_RESULT', `nothing came of ${entry.key}`);
  if (outcome.kind !== 'failed') return undefined;
  return failure(sendable, outcome.code, `${outcome.key}: ${outcome.message}`);
}

function failure({ finding: { id } }: Sendable, code: string, message: string): KeepFailure {
  return { kind: 'failed', id, code, message };
}
