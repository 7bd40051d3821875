// One result → lines for people.

import { type EventLogsource, safeText } from '../../model/index.ts';
import { safeLines } from '../safe-text.ts';
import type { FilterExplanation, FilterVerdict, Verdict } from './explain-event.ts';
import type { Explained, ExplainedEvent } from './explained.ts';
import { missText, traceText } from './trace-text.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  match: 'MATCH',
  suppressed: 'SUPPRESSED (the rule matches, a filter lets it off)',
  'no-match': 'no match',
  'not-routed': 'not run: the event is of another logsource than the rule',
  unattributed: 'not run: the rule reads the program, and no log names it',
};

const FILTER_VERDICTS: Readonly<Record<FilterVerdict, string>> = {
  keeps: 'keeps the match',
  suppresses: 'suppresses the match',
  ended: 'would suppress the match, but had ended when the event happened',
  'no-time': 'would suppress the match, but ends some day, and the event has no time',
  off: 'is switched off',
};

/** The block of one result; ends in an empty line. */
export function explainedText(explained: Explained): string {
  const { object, ordinal, offset } = explained.delivery;
  const place = safeText(`${object} record ${ordinal}, byte ${offset}`);
  if (!('trace' in explained)) {
    return `${place}\n  ${explained.verdict}: ${safeText(explained.reason)}\n\n`;
  }
  const { rule, verdict } = explained;
  return [
    `${place}\n`,
    `  event: ${eventText(explained)}\n`,
    `  rule: ${safeText(`${rule.title} (${rule.id})`)}\n`,
    `  verdict: ${VERDICTS[verdict]}\n`,
    `  condition:\n${traceText(explained.trace, '    ')}`,
    missLines(explained),
    ...explained.filters.map(filterLines),
    proposalLines(explained),
    '\n',
  ].join('');
}

function eventText({ source, eventKind, logsource, time }: ExplainedEvent): string {
  return safeText(
    `${source} ${eventKind}, ${logsourceText(logsource)}, ${time ?? 'without a time'}`,
  );
}

function logsourceText({ product, category, service }: EventLogsource): string {
  const parts = Object.entries({ product, category, service }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${value}`],
  );
  return parts.length === 0 ? 'no logsource' : parts.join(' ');
}

function missLines({ nearestMiss }: ExplainedEvent): string {
  if (nearestMiss.length === 0) return '';
  const tests = nearestMiss.length === 1 ? 'one test' : `${nearestMiss.length} tests`;
  const lines = nearestMiss.map((miss) => `    ${missText(miss)}\n`);
  return `  nearest miss, ${tests}:\n${lines.join('')}`;
}

function filterLines({ id, title, verdict, trace }: FilterExplanation): string {
  const head = `  filter ${safeText(`${title} (${id})`)} ${FILTER_VERDICTS[verdict]}\n`;
  return `${head}${traceText(trace, '    ')}`;
}

function proposalLines({ verdict, filter, time }: ExplainedEvent): string {
  if (verdict !== 'match') return '';
  if (filter === undefined)
    return '  the event has nothing by which a filter could tell it from others\n';
  const caution =
    time === undefined
      ? '  (the event has no time: only a filter that never ends suppresses it)\n'
      : '';
  return `  a filter that would suppress exactly this:\n${caution}\n${safeLines(filter)}`;
}
