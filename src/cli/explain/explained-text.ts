// One result → lines for people.

import { safeText } from '../../model/index.ts';
import { safeLines } from '../safe-text.ts';
import { wrapLines } from '../wrap.ts';
import type { FilterExplanation, FilterVerdict, Verdict } from './explain-event.ts';
import type { Explained, ExplainedEvent, JoinedFrom } from './explained.ts';
import { loadedRulesText, logsourceText } from '../logsource-text.ts';
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

/** The block of one result, wrapped; a proposed filter stays as it is, to be pasted. Ends in an empty line. */
export function explainedText(explained: Explained, columns: number): string {
  const place = placeText(explained.delivery);
  if (!('trace' in explained)) {
    const line = `${place}\n  ${explained.verdict}: ${safeText(explained.reason)}\n\n`;
    return wrapLines(line, columns);
  }
  const { rule } = explained;
  const lines = [
    `${place}\n`,
    `  event: ${eventText(explained)}\n`,
    ...(explained.joined ?? []).map(joinedLine),
    `  rule: ${safeText(`${rule.title} (${rule.id})`)}\n`,
    `  verdict: ${verdictText(explained)}\n`,
    `  condition:\n${traceText(explained.trace, '    ')}`,
    missLines(explained),
    ...explained.filters.map(filterLines),
    proposalLines(explained),
  ].join('');
  const { verdict, filter } = explained;
  const pasted = verdict === 'match' && filter !== undefined ? `\n${safeLines(filter)}` : '';
  return `${wrapLines(lines, columns)}${pasted}\n`;
}

function placeText({ object, ordinal, offset }: ExplainedEvent['delivery']): string {
  return safeText(`${object} record ${ordinal}, byte ${offset}`);
}

function verdictText({ verdict, rule, loadedRules }: ExplainedEvent): string {
  if (verdict !== 'not-routed') return VERDICTS[verdict];
  const own = safeText(logsourceText(rule.logsource));
  return `${VERDICTS[verdict]} (${own}); ${loadedRulesText(loadedRules)}`;
}

function joinedLine({ fields, eventKind, time, delivery }: JoinedFrom): string {
  const from = safeText(`${eventKind}, ${time ?? 'without a time'}`);
  return `  joined: ${safeText(fields.join(', '))} from ${from}: ${placeText(delivery)}\n`;
}

function eventText({ source, eventKind, logsource, time }: ExplainedEvent): string {
  return safeText(
    `${source} ${eventKind}, ${logsourceText(logsource)}, ${time ?? 'without a time'}`,
  );
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
  return `  a filter that would suppress exactly this:\n${caution}`;
}
