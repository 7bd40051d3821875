// Counts of several objects → their sum, and the proof that nothing was lost.

import type { ScanCounts } from '../model/index.ts';
import { leaksOf, scanBalances } from './conservation.ts';
import { countName } from './named-counts.ts';
import { createTally, type Tally, toCounts } from './tally.ts';

/** The sum of the counts of all objects. */
export function sumCounts(all: readonly ScanCounts[]): ScanCounts {
  const sum = createTally();
  for (const counts of all) addTo(sum, counts);
  return toCounts(sum);
}

/** Sentences that name each equation of P1 that does not hold; empty for sound counts. */
export function unbalanced(counts: ScanCounts): readonly string[] {
  return leaksOf(scanBalances(counts));
}

function addTo(sum: Tally, counts: ScanCounts): void {
  sum.records += counts.records;
  sum.evaluated += counts.evaluated;
  sum.skipped += counts.skipped;
  sum.unrecognised += counts.unrecognised;
  sum.rejected += counts.rejected;
  sum.outsideWindow += counts.outsideWindow;
  sum.prefiltered += counts.prefiltered ?? 0;
  sum.connections += counts.connections;
  sum.starts += counts.starts;
  sum.unattributed += counts.unattributed;
  sum.joinCandidates += counts.joinCandidates;
  sum.joined += counts.joined;
  sum.joinOverflow += counts.joinOverflow;
  sum.newMatches += counts.newMatches;
  sum.foldedMatches += counts.foldedMatches;
  sum.partialMatches += counts.partialMatches;
  sum.ungroupedMatches += counts.ungroupedMatches;
  sum.compressedBytes += counts.compressedBytes;
  sum.bytes += counts.bytes;
  addEach(sum.ambiguousPerSources, counts.ambiguousPerSources);
  for (const [key, count] of Object.entries(counts.unattributedPerHost)) {
    countName(sum.unattributedPerHost, key, count, '(other hosts)');
  }
  for (const [key, count] of Object.entries(counts.uncategorisedPerKind)) {
    countName(sum.uncategorisedPerKind, key, count, '(other kinds)');
  }
  addEach(sum.perSource, counts.perSource);
  addEach(sum.matchesPerRule, counts.matchesPerRule);
  addEach(sum.suppressedPerFilter, counts.suppressedPerFilter);
}

function addEach(sum: Map<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [key, count] of Object.entries(counts)) sum.set(key, (sum.get(key) ?? 0) + count);
}
