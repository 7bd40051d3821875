// Counts of the join, of unattributed connections and of kinds → lines of the summary.

import { type ScanCounts, safeText } from '../../model/index.ts';
import { topNames, total } from '../../pipeline/index.ts';
import { number, plural } from '../plural.ts';

/** Hosts named in the summary; the data has them all. */
const SHOWN_HOSTS = 5;

/** What became of connections that lacked something; nothing is said of a join that had nothing to do. */
export function joinLines(counts: ScanCounts): readonly string[] {
  const { joinCandidates, joined, joinOverflow, unattributed } = counts;
  const lines: string[] = [];
  if (joinCandidates > 0) {
    const waited = plural(joinCandidates, 'connection');
    lines.push(`${waited} looked for more of the process: ${number(joined)} completed\n`);
  }
  if (joinOverflow > 0) {
    const judged = plural(joinOverflow, 'connection');
    lines.push(`  ${judged} more judged with what the log has: too many waited\n`);
  }
  lines.push(`${plural(unattributed, 'unattributed connection')}\n`);
  return [...lines, ...hostLines(counts)];
}

/** The hosts with the most, then how many more there are. */
function hostLines({ unattributedPerHost }: ScanCounts): readonly string[] {
  const lines = topNames(unattributedPerHost, SHOWN_HOSTS).map(
    ([host, count]) => `  ${number(count)} on ${safeText(host)}\n`,
  );
  const more = Object.keys(unattributedPerHost).length - SHOWN_HOSTS;
  return more > 0 ? [...lines, `  … and on ${plural(more, 'more host')}\n`] : lines;
}

/** Kinds named in the summary; the data has them all. */
const SHOWN_KINDS = 5;

/** Events that no rule of a category is written for, and the kinds with the most; nothing where there are none. */
export function kindLines({ uncategorisedPerKind }: ScanCounts): readonly string[] {
  const kinds = Object.keys(uncategorisedPerKind).length;
  if (kinds === 0) return [];
  const events = plural(total(uncategorisedPerKind), 'event');
  const top = perKey(Object.fromEntries(topNames(uncategorisedPerKind, SHOWN_KINDS)));
  const more = kinds > SHOWN_KINDS ? `, and ${plural(kinds - SHOWN_KINDS, 'more kind')}` : '';
  return [`${events} of kinds without a category: ${top}${more}\n`];
}

/** Counts by key in one line, in the order of the keys. */
export function perKey(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([key, count]) => `${safeText(key)} ${number(count)}`);
  return parts.length === 0 ? 'none' : parts.sort().join(', ');
}
