// A finding as stored → as a person reads it: counts, times and destinations of all objects.

import { type Finding, MAX_MATCH_NOTES, type StoredFinding } from '../model/index.ts';
import { Destinations } from './destinations.ts';
import { isoTime } from './event-time.ts';

/** The finding that a fold over all objects at once would give; past the limits at least that. */
export function unitedFinding({ finding, matches, totals }: StoredFinding): Finding {
  const times = matches.flatMap(({ timeMs }) => (timeMs === undefined ? [] : [timeMs]));
  const firstTime = least([finding.firstTime, isoTime(Math.min(...times))], (a, b) => a < b);
  const lastTime = least([finding.lastTime, isoTime(Math.max(...times))], (a, b) => a > b);
  const counts = [finding.count, matches.length, ...totals.map(({ count }) => count)];
  const count = Math.max(...counts);
  const isWhole = totals.length === 0 && matches.length >= finding.count;
  return {
    ...finding,
    ...(firstTime !== undefined && { firstTime }),
    ...(lastTime !== undefined && { lastTime }),
    count: Math.min(count, MAX_MATCH_NOTES),
    isCountExact: finding.isCountExact && isWhole && count <= MAX_MATCH_NOTES,
    ...unitedDestinations(finding, matches),
  };
}

function unitedDestinations(
  finding: Finding,
  matches: StoredFinding['matches'],
): Pick<Finding, 'destinations' | 'distinctDestinations'> {
  const destinations = new Destinations();
  const noted = new Set(matches.map(({ ip, port }) => `${ip} ${port}`));
  // A note has the time as it is; the text of a finding is cut to milliseconds, and would go before it.
  for (const { firstTime, ...reached } of finding.destinations) {
    if (noted.has(`${reached.ip} ${reached.port}`)) continue;
    const timeMs = firstTime === undefined ? undefined : Date.parse(firstTime);
    destinations.add({ ...reached, timeMs });
  }
  for (const { ip, port, timeMs, host } of matches) {
    if (ip !== undefined) destinations.add({ ip, port, timeMs, host });
  }
  return {
    destinations: destinations.first(),
    distinctDestinations: Math.max(destinations.distinct, finding.distinctDestinations),
  };
}

/** The one that goes before every other; ISO times sort as texts. */
function least(
  texts: readonly (string | undefined)[],
  isBefore: (a: string, b: string) => boolean,
): string | undefined {
  return texts.reduce((kept, text) => {
    if (text === undefined) return kept;
    return kept === undefined || isBefore(text, kept) ? text : kept;
  }, undefined);
}
