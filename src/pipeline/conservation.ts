// What became of an object's records, matches and findings → the proof that nothing was lost in silence (P1).

import type { Balance, FindingPart, ScanCounts } from '../model/index.ts';
import type { OutboxReport } from './outbox.ts';
import type { Told } from './told.ts';

/** What the scan of an object kept and published. */
export interface Kept {
  readonly parts: readonly FindingPart[];
  readonly report: OutboxReport;
}

/** Both balances of the scan itself: every record and every match has one fate. */
export function scanBalances(counts: ScanCounts): readonly Balance[] {
  const { evaluated, skipped, unrecognised, rejected } = counts;
  const { newMatches, foldedMatches, partialMatches, ungroupedMatches } = counts;
  return [
    {
      of: 'records',
      total: counts.records,
      parts: { evaluated, skipped, unrecognised, rejected },
    },
    {
      of: 'matches',
      total: total(counts.matchesPerRule),
      parts: {
        new: newMatches,
        folded: foldedMatches,
        suppressed: total(counts.suppressedPerFilter),
        partial: partialMatches,
        ungrouped: ungroupedMatches,
      },
    },
  ];
}

/**
 * The same with what the store and the topic say: a match that opened a finding is new only where the store did not
 * know that finding; each finding is created or known; of each created one people are told, by an alert of its own, by that of
 * another or by a digest, or nobody needs to be, or it failed.
 * A balance of what was folded against what was stored stands beside those of the scan, since both count for themselves.
 */
export function objectBalances(counts: ScanCounts, { parts, report }: Kept): readonly Balance[] {
  const { fates, failures, told, created, known } = report;
  const countOf = (fate: 'created' | 'known', isWanted: (part: FindingPart) => boolean) =>
    parts.filter((part, index) => fates[index] === fate && isWanted(part)).length;
  const [records, matches] = scanBalances(counts);
  if (records === undefined || matches === undefined) throw new TypeError('no balances');
  return [
    records,
    {
      ...matches,
      parts: {
        ...matches.parts,
        new: countOf('created', isOfEvents),
        known: countOf('known', isOfEvents),
      },
    },
    {
      of: 'findings',
      total: parts.length,
      parts: { created, known },
    },
    { of: 'tellings', total: created, parts: tellingsOf(told, failures.length) },
  ];
}

function tellingsOf({ levels: _levels, ...told }: Told, failed: number): Balance['parts'] {
  return { ...told, failed };
}

/**
 * Balances of the parts of one object that were scanned by themselves, in their order, as those of the whole. A part may
 * lack one: another release scanned it.
 */
export function sumBalances(all: readonly (readonly Balance[])[]): readonly Balance[] {
  const byWhole = Map.groupBy(all.flat(), (balance) => balance.of);
  return [...byWhole].map(([of, same]) => {
    const names = new Set(same.flatMap(({ parts }) => Object.keys(parts)));
    const sums = [...names].map((name) => [
      name,
      same.reduce(
        (sum, { parts }) => sum + (Object.hasOwn(parts, name) ? (parts[name] ?? 0) : 0),
        0,
      ),
    ]);
    return {
      of,
      total: same.reduce((sum, one) => sum + one.total, 0),
      parts: Object.fromEntries(sums),
    };
  });
}

/** Sentences that name each balance that does not hold; empty for sound ones. */
export function leaksOf(balances: readonly Balance[]): readonly string[] {
  return balances.flatMap(({ of, total: whole, parts }) => {
    const sum = total(parts);
    if (sum === whole) return [];
    const terms = Object.entries(parts).map(([name, count]) => `${name} ${count}`);
    return [`${terms.join(' + ')} = ${sum}, but there were ${whole} ${of}`];
  });
}

/** The sum of the values. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** A correlation's finding is of events that were counted where they came. */
function isOfEvents({ finding }: FindingPart): boolean {
  return finding.correlation === undefined;
}
