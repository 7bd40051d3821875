// Unattributed connections → how many per source and host, in bounded memory.

import type { LogEvent } from '../model/index.ts';

/** Hosts counted by name; a log that names a new host in every record must not fill memory. */
export const MAX_HOSTS = 1_000;

/** Longest host name kept: that of DNS. */
const MAX_HOST_CHARACTERS = 253;

const OTHER_HOSTS = '(other hosts)';

/** The key under which the event's host is counted. */
export function hostCountKey({ source, hostKey }: LogEvent): string {
  return `${source} ${hostKey.slice(0, MAX_HOST_CHARACTERS)}`;
}

/** Adds to the host's count; past the limit to that of the source's other hosts. The sum stays exact. */
export function countHost(counts: Map<string, number>, key: string, count: number): void {
  const isNamed = counts.has(key) || counts.size < MAX_HOSTS;
  const counted = isNamed ? key : `${key.slice(0, key.indexOf(' '))} ${OTHER_HOSTS}`;
  counts.set(counted, (counts.get(counted) ?? 0) + count);
}

/** The hosts with the most, most first, at most `limit`. */
export function topHosts(
  counts: Readonly<Record<string, number>>,
  limit: number,
): readonly (readonly [string, number])[] {
  return Object.entries(counts).sort(byCountThenName).slice(0, limit);
}

function byCountThenName(
  [hostA, countA]: readonly [string, number],
  [hostB, countB]: readonly [string, number],
): number {
  if (countA !== countB) return countB - countA;
  return hostA < hostB ? -1 : 1;
}
