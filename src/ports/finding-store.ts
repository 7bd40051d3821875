// Findings of all objects, each once, and an outbox: what was found stays to be sent until somebody says that it was.
//
//   record ──created──→ PENDING, leased by the scan ──publish, sent──→ SENT ──revise──→ PENDING again, next revision
//          ──known────→ nothing to publish                │
//                                          lease over: unsent() hands it to settle

import type { Finding } from '../model/index.ts';

/** A match as a finding remembers it. */
export interface MatchNote {
  readonly matchId: string;
  /** Epoch ms; absent = no time. */
  readonly timeMs?: number;
  readonly ip?: string;
  readonly port?: number;
}

/** What one object has of a finding. The same object gives the same part on every delivery. */
export interface FindingPart {
  /** As folded over the object's matches; one that a store refuses as too large must be shortened first. */
  readonly finding: Finding;
  /** Orders evidence: of all parts the one least as text is shown. */
  readonly rank: string;
  /** Orders a correlation's windows: of all parts the least's `finding.correlation` is shown. */
  readonly peakRank?: string;
  /** Name of the object's version. */
  readonly object: string;
  /** Distinct, 1,000 at most. */
  readonly matches: readonly MatchNote[];
}

/** Who publishes, and for how long nobody else shall. */
export interface SendTerms {
  /** This attempt at one object, no other: asked again by the same, a store gives the same answer. */
  readonly owner: string;
  readonly leaseMs: number;
}

/** What late events say of a finding that was sent. */
export interface Revision {
  readonly verdict: 'confirmed' | 'withdrawn';
  /** Orders what speaks for a verdict: the least as text decides, whatever came first. */
  readonly rank: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** Matches of one object beyond those that are kept one by one. */
export interface ObjectTotal {
  readonly object: string;
  /** Distinct matches of the object; at least. */
  readonly count: number;
}

/** A finding as stored. Its counts are to be folded from `matches` and `totals`. */
export interface StoredFinding {
  /** The evidence shown, and a correlation's greatest window. */
  readonly finding: Finding;
  /** 0 at first; one more for each changed verdict. What is published says which it is. */
  readonly revision: number;
  /** Absent until something was revised. */
  readonly revised?: Revision;
  readonly isSent: boolean;
  /** By match id; {@link MAX_MATCH_NOTES}, or some more where objects were scanned at the same time. */
  readonly matches: readonly MatchNote[];
  /** Of objects with matches that were not kept one by one: then `matches` is not all. By object. */
  readonly totals: readonly ObjectTotal[];
}

/** Matches of a finding that are kept one by one. */
export const MAX_MATCH_NOTES = 1_000;

/**
 * Keeps findings for 400 days at least. Every method may be repeated. Throws what its transport throws, and an
 * error that says so for a finding larger than the store takes.
 */
export interface FindingStore {
  /** Adds a part. `created`: the caller publishes revision 0. `known`: it publishes nothing. */
  record(part: FindingPart, terms: SendTerms): Promise<'created' | 'known'>;
  /** The revision was published. Throws for a finding or revision that is not there. */
  sent(tenant: string, id: string, revision: number): Promise<void>;
  /** Findings with a revision that is not sent and leased by nobody at `nowMs`; each is leased to the caller. */
  unsent(nowMs: number, terms: SendTerms): AsyncIterable<StoredFinding>;
  /** Enters a verdict. `revised`: the caller publishes the next revision. `known`: nothing changed for people. */
  revise(
    tenant: string,
    id: string,
    revision: Revision,
    terms: SendTerms,
  ): Promise<'revised' | 'known' | 'absent'>;
  read(tenant: string, id: string): Promise<StoredFinding | undefined>;
}
