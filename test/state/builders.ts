// The fields that matter in a case → what the stores keep, whole.

import type { Finding, FindingPart, MatchNote, Offer } from '../../src/model/index.ts';
import type {
  CompletedScan,
  JoinKey,
  ObjectVersion,
  OpenConnection,
} from '../../src/ports/index.ts';
import { sumCounts } from '../../src/pipeline/index.ts';
import { aFinding } from '../alert/builders.ts';

/** A version of an object. */
export function aVersion(parts: Partial<ObjectVersion> = {}): ObjectVersion {
  return { tenant: 'acme', bucket: 'logs', key: 'edr/1.gz', etag: 'e1', size: 1_000, ...parts };
}

/** A scan that read nothing. */
export function aScan(parts: Partial<CompletedScan> = {}): CompletedScan {
  return { ruleset: 'r1', counts: sumCounts([]), findings: 0, balances: [], ...parts };
}

/** Key of a process. */
export function aKey(parts: Partial<JoinKey> = {}): JoinKey {
  return { tenant: 'acme', source: 'sysmon', key: 'ws-17 {1}', ...parts };
}

/** An image. */
export function anOffer(parts: Partial<Offer> = {}): Offer {
  return { head: 'Image', timeMs: 1_000, values: [['Image', 'C:\\a.exe']], ...parts };
}

/** A connection that waits for its process. */
export function aConnection(parts: Partial<OpenConnection> = {}): OpenConnection {
  return { tenant: 'acme', ref: 'e1_a', keys: [aKey()], body: '{}', dueMs: 0, ...parts };
}

/** What one object has of a finding. */
export function aFindingPart(
  parts: Partial<FindingPart> = {},
  finding: Partial<Finding> = {},
): FindingPart {
  const matches = parts.matches ?? [aNote('m1')];
  return {
    finding: aFinding({ tenant: 'acme', count: matches.length, isCountExact: true, ...finding }),
    rank: '5',
    object: 's3://logs/edr/1.gz e1',
    ...parts,
    matches,
  };
}

/** A match of a connection. */
export function aNote(matchId: string, parts: Partial<MatchNote> = {}): MatchNote {
  return { matchId, timeMs: 1_000, ip: '192.0.2.9', port: 445, ...parts };
}

/** Everything an iteration gives. */
export async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const given: T[] = [];
  for await (const item of items) given.push(item);
  return given;
}
