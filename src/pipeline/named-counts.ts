// Names that logs choose (hosts, kinds of event) → how many of each, in bounded memory and with an exact sum.

import type { LogEvent } from '../model/index.ts';

/** Names counted one by one; a log that names a new one in every record must not fill memory. */
export const MAX_NAMES = 1_000;

/** Longest host name kept: that of DNS. */
const MAX_HOST_CHARACTERS = 253;

/** What names beyond the limit are counted as, after their source. */
export type OtherNames = '(other hosts)' | '(other kinds)';

/** The key under which the event's host is counted. */
export function hostCountKey({ source, hostKey }: LogEvent): string {
  return `${source} ${hostKey.slice(0, MAX_HOST_CHARACTERS)}`;
}

/**
 * The key under which an event is counted that no rule of a category or a service is written for: what its source
 * does not know, or knows and has no category for. Undefined for all others.
 */
export function uncategorisedKey({ source, logsource, eventKind }: LogEvent): string | undefined {
  const isKnown = logsource.category !== undefined || logsource.service !== undefined;
  return isKnown ? undefined : `${source} ${eventKind === '' ? '-' : eventKind}`;
}

/** Adds to the name's count; past the limit to that of the source's other names. */
export function countName(
  counts: Map<string, number>,
  key: string,
  count: number,
  others: OtherNames,
): void {
  const isNamed = counts.has(key) || counts.size < MAX_NAMES;
  const counted = isNamed ? key : `${key.slice(0, key.indexOf(' '))} ${others}`;
  counts.set(counted, (counts.get(counted) ?? 0) + count);
}

/** The names with the most, most first, at most `limit`. */
export function topNames(
  counts: Readonly<Record<string, number>>,
  limit: number,
): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(byCountThenName).slice(0, limit);
}

function byCountThenName(
  [nameA, countA]: readonly [string, number],
  [nameB, countB]: readonly [string, number],
): number {
  if (countA !== countB) return countB - countA;
  return nameA < nameB ? -1 : 1;
}
