// Things that happen during a scan → its counts.

import type { ScanCounts } from '../model/index.ts';

/** Counts while they grow. */
export type Tally = {
  -readonly [K in keyof ScanCounts]-?: ScanCounts[K] extends number | undefined
    ? number
    : Map<string, number>;
};

/** All zero. */
export function createTally(): Tally {
  return {
    records: 0,
    evaluated: 0,
    skipped: 0,
    unrecognised: 0,
    rejected: 0,
    outsideWindow: 0,
    prefiltered: 0,
    ambiguousPerSources: new Map(),
    connections: 0,
    starts: 0,
    unattributed: 0,
    unattributedPerHost: new Map(),
    joinCandidates: 0,
    joined: 0,
    joinOverflow: 0,
    perSource: new Map(),
    uncategorisedPerKind: new Map(),
    matchesPerRule: new Map(),
    suppressedPerFilter: new Map(),
    newMatches: 0,
    foldedMatches: 0,
    partialMatches: 0,
    ungroupedMatches: 0,
    compressedBytes: 0,
    bytes: 0,
  };
}

/** One more of `key`. */
export function countOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** The counts as they stand. */
export function toCounts({ prefiltered, ...tally }: Tally): ScanCounts {
  return {
    ...tally,
    ...(prefiltered > 0 && { prefiltered }),
    ambiguousPerSources: Object.fromEntries(tally.ambiguousPerSources),
    unattributedPerHost: Object.fromEntries(tally.unattributedPerHost),
    perSource: Object.fromEntries(tally.perSource),
    uncategorisedPerKind: Object.fromEntries(tally.uncategorisedPerKind),
    matchesPerRule: Object.fromEntries(tally.matchesPerRule),
    suppressedPerFilter: Object.fromEntries(tally.suppressedPerFilter),
  };
}
