// What a correlation found → the words for it: what was counted, in which time, of whom.

import { assertNever, type Comparison, type FindingCorrelation } from '../model/index.ts';
import { shown } from './safe-text.ts';

const MAX_NAME = 80;
/** Names of a list that are shown; a rule may group by any number of fields. */
const MAX_LISTED = 5;
/** Digits after the point: averages have no end of them. */
const MAX_DIGITS = 3;

const NEEDED: Readonly<Record<Comparison, string>> = {
  gt: 'more than',
  gte: 'at least',
  lt: 'less than',
  lte: 'at most',
  eq: 'exactly',
  neq: 'other than',
};

/** Of these what was not seen can only make more. */
const GROWING: ReadonlySet<FindingCorrelation['type']> = new Set<FindingCorrelation['type']>([
  ...(['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum'] as const),
]);

/** `12 different DestinationIp within 5 minutes (at least 10 needed)`. */
export function correlationWords(
  correlation: FindingCorrelation,
  { isExact }: { readonly isExact: boolean },
): string {
  const least = isExact || !GROWING.has(correlation.type) ? '' : 'at least ';
  const needed = correlation.thresholds.map(
    ({ op, value }) => `${NEEDED[op]} ${numberWords(value)}`,
  );
  const why = needed.length === 0 ? '' : ` (${needed.join(' and ')} needed)`;
  return `${valueWords(correlation, least)} within ${spanWords(correlation.timespanMs)}${why}`;
}

/** `Computer ws-17 and ProcessGuid {1}`; undefined where nothing is grouped by. */
export function groupWords({ groupBy }: Pick<FindingCorrelation, 'groupBy'>): string | undefined {
  return listed(
    groupBy.map(({ name, value }) => `${shown(name, MAX_NAME)} ${shown(value, MAX_NAME)}`),
  );
}

function valueWords(correlation: FindingCorrelation, least: string): string {
  const { type, value, fields = [], percentile = 50 } = correlation;
  const number = `${least}${numberWords(value)}`;
  const field = listed(fields.map((name) => shown(name, MAX_NAME))) ?? 'a value';
  switch (type) {
    case 'event_count':
      return `${number} ${value === 1 ? 'event' : 'events'}`;
    case 'value_count':
      return `${number} different ${fields.length > 1 ? `combinations of ${field}` : field}`;
    case 'temporal':
      return `matches of ${number} of its rules`;
    case 'temporal_ordered':
      return `matches of ${number} of its rules, in their order,`;
    case 'value_sum':
      return `a sum of ${field} of ${number}`;
    case 'value_avg':
      return `an average ${field} of ${number}`;
    case 'value_median':
      return `a median ${field} of ${number}`;
    case 'value_percentile':
      return `a percentile ${numberWords(percentile)} of ${field} of ${number}`;
    default:
      return assertNever(type);
  }
}

/** `5 minutes`, `1 hour 30 minutes`. */
export function spanWords(ms: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  let rest = ms;
  const words: string[] = [];
  for (const [name, length] of units) {
    const count = name === 'second' ? rest / length : Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(`${numberWords(count)} ${name}${count === 1 ? '' : 's'}`);
  }
  return words.length === 0 ? '0 seconds' : words.join(' ');
}

function numberWords(value: number): string {
  const isLong = Number.isFinite(value) && !Number.isInteger(value) && Math.abs(value) < 1e15;
  return isLong ? String(Number(value.toFixed(MAX_DIGITS))) : String(value);
}

function listed(words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const first = words.slice(0, MAX_LISTED);
  const more = words.length - first.length;
  const all = more > 0 ? [...first, `${more} more`] : first;
  const last = all.at(-1) ?? '';
  return all.length === 1 ? last : `${all.slice(0, -1).join(', ')} and ${last}`;
}
