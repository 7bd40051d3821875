// A correlation explained → lines for people, and as data.

import { correlationWords, spanWords } from '../../alert/index.ts';
import { type FindingCorrelation, safeText } from '../../model/index.ts';
import { number, plural } from '../plural.ts';
import { type ExplainedCorrelation, type ExplainedGroup, placeOf } from './explain-correlation.ts';

const MAX_GROUPS = 20;
const MAX_EVENTS = 20;

/** The block of a correlation; ends in an empty line. */
export function correlationText(explained: ExplainedCorrelation): string {
  const { correlation, matches, ungrouped, suppressed, groups } = explained;
  const more = groups.length - MAX_GROUPS;
  return [
    `correlation: ${safeText(`${correlation.title} (${correlation.id})`)}\n`,
    `  ${plural(matches, 'match', 'matches')} of its rules, ${number(ungrouped)} without a group, a value or a time; ` +
      `${number(suppressed)} suppressed by filters\n`,
    ...groups.slice(0, MAX_GROUPS).map((group) => groupText(group, explained)),
    more > 0 ? `  … and ${plural(more, 'more group')}\n` : '',
    '\n',
  ].join('');
}

/** As printed by `--format ndjson` and `json`. */
export function correlationData({ correlation, titles: _titles, ...rest }: ExplainedCorrelation) {
  const { id, title, type, timespanMs, thresholds, valueFields } = correlation;
  return {
    rule: { id, title },
    type,
    timespanMs,
    thresholds,
    fields: valueFields,
    ...rest,
    groups: rest.groups.map(({ groupBy, window, isExact }) => ({
      groupBy,
      isExact,
      verdict: window.holds ? 'match' : 'no-match',
      ...window,
      parts: window.parts.map(({ rule, eventId, timeMs, evidence }) => ({
        rule,
        eventId,
        time: isoText(timeMs),
        delivery: placeOf(evidence),
      })),
    })),
  };
}

function groupText(
  { groupBy, window, isExact }: ExplainedGroup,
  explained: ExplainedCorrelation,
): string {
  const names = groupBy.map(({ name, value }) => `${name}=${value}`).join(', ');
  const { endMs, parts } = window;
  const fromMs = endMs - explained.correlation.timespanMs;
  const more = parts.length - MAX_EVENTS;
  const verdict = window.holds ? 'MATCH' : 'no match';
  return [
    `  group ${safeText(names === '' ? 'of all events' : names)}: ${verdict}\n`,
    `    ${valueText({ groupBy, window, isExact }, explained)}\n`,
    ...missText(window, explained).map((line) => `    ${safeText(line)}\n`),
    isExact ? '' : '    some of its events found no room: it is explained with the others alone\n',
    `    window ${isoText(fromMs)} to ${isoText(endMs)}\n`,
    ...parts.slice(0, MAX_EVENTS).map((part) => {
      const place = placeOf(part.evidence);
      const at = place === undefined ? '' : `, ${place.object} record ${place.ordinal}`;
      const title = explained.titles.get(part.rule) ?? part.rule;
      return `      ${isoText(part.timeMs)} ${safeText(`${title}${at}`)}\n`;
    }),
    more > 0 ? `      … and ${plural(more, 'more event')}\n` : '',
  ].join('');
}

function valueText(
  { groupBy, window, isExact }: ExplainedGroup,
  { correlation }: ExplainedCorrelation,
) {
  const { type, thresholds, timespanMs, valueFields, percentile } = correlation;
  const counted: FindingCorrelation = {
    type,
    value: window.value,
    thresholds,
    timespanMs,
    groupBy,
    percentile,
    ...(valueFields.length === 0 ? {} : { fields: valueFields }),
  };
  return correlationWords(counted, { isExact });
}

/** How far it is from holding. */
function missText(
  { holds, value, missing, unmatched, lateMs }: ExplainedGroup['window'],
  { correlation, titles }: ExplainedCorrelation,
): readonly string[] {
  if (holds) return [];
  const name = (rule: string | undefined) => titles.get(rule ?? '') ?? rule ?? '';
  if (lateMs !== undefined) {
    return [`all of its rules matched in order, but too late by ${spanWords(lateMs)}`];
  }
  if (unmatched.length > 0 && correlation.type.startsWith('temporal')) {
    return [`not matched in it: ${unmatched.map(name).join(', ')}`];
  }
  if (correlation.type === 'temporal_ordered' && correlation.expression !== undefined) {
    return ['its rules matched out of order, or one that the condition excludes matched near it'];
  }
  if (correlation.type === 'temporal_ordered') {
    return [`out of order: nothing after the ones before it is ${name(correlation.rules[value])}`];
  }
  if (missing === 0) return ['a rule that the condition excludes matched near it'];
  const isBelow = correlation.thresholds.some(
    ({ op, value: limit }) =>
      (op === 'gte' || op === 'gt' || op === 'eq') &&
      (op === 'gt' ? value <= limit : value < limit),
  );
  return [`${number(missing)} ${isBelow ? 'more' : 'less'} would fire`];
}

function isoText(timeMs: number): string {
  const date = new Date(timeMs);
  return Number.isNaN(date.getTime()) ? 'a time beyond the calendar' : date.toISOString();
}
