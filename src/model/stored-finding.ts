// Findings of many objects, as a store unites them.

import type { Finding } from './finding.ts';

/**
 * Who made a finding that no live scan has made. `replay`: nobody is to be told of it. `paging-replay`: people are told as of a
 * live one, and told that it is none. Absent wherever it is asked for: a live scan.
 */
export type ReplayOrigin = 'replay' | 'paging-replay';

/** A match as a finding remembers it. */
export interface MatchNote {
  readonly matchId: string;
  /** Epoch ms; absent = no time. */
  readonly timeMs?: number;
  readonly ip?: string;
  readonly port?: number;
  /** Name of the destination. */
  readonly host?: string;
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
  /** Absent once a live scan has made it too, unless people were told by then. */
  readonly origin?: ReplayOrigin;
  /** Absent until something was revised. */
  readonly revised?: Revision;
  readonly isSent: boolean;
  /** When the finding was created, epoch ms by the clock of the scan that did. */
  readonly createdMs: number;
  /** When the revision was made; absent at revision 0. */
  readonly revisedMs?: number;
  /** True where this or an earlier revision was sent: people know of it. */
  readonly wasSent: boolean;
  /** By match id; {@link MAX_MATCH_NOTES}, or some more where objects were scanned at the same time. */
  readonly matches: readonly MatchNote[];
  /** Of objects with matches that were not kept one by one: then `matches` is not all. By object. */
  readonly totals: readonly ObjectTotal[];
}

/** Matches of a finding that are kept one by one. */
export const MAX_MATCH_NOTES = 1_000;
