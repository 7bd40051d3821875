// What two rule sets find differently → tables for a terminal, Markdown for a pull request.

import { MAX_REPORTED, type RulesetDiff } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { findingsText, newsSheet } from './report-text.ts';
import { type Sheet, sheetMarkdown, sheetText } from './sheet.ts';

/** For a terminal of that width. */
export function diffText(diff: RulesetDiff, columns: number): string {
  const { fires, gone } = diff;
  return [
    `${headline(diff)}\n${sheetText(ruleSheet(diff))}`,
    findingsText('Would fire', fires.slice(0, MAX_REPORTED), fires.length, columns),
    findingsText('No longer fires', gone.slice(0, MAX_REPORTED), gone.length, columns),
  ].join('');
}

/** For a pull request: the same for the same findings, whatever their order. */
export function diffMarkdown(diff: RulesetDiff): string {
  return `## What the change of rules would have found\n\n${headline(diff)}\n${sheetsOf(diff).map(sheetMarkdown).join('')}`;
}

function sheetsOf(diff: RulesetDiff): readonly Sheet[] {
  const { fires, gone } = diff;
  return [
    ruleSheet(diff),
    newsSheet('Would fire', fires.slice(0, MAX_REPORTED), fires.length),
    newsSheet('No longer fires', gone.slice(0, MAX_REPORTED), gone.length),
  ];
}

function headline({ fires, gone, same }: RulesetDiff): string {
  const counts = `${plural(fires.length, 'finding')} more, ${number(gone.length)} fewer, ${number(same)} as before`;
  return fires.length + gone.length === 0 ? `no difference: ${number(same)} as before` : counts;
}

function ruleSheet({ rules }: RulesetDiff): Sheet {
  const changed = rules.filter((one) => one.fires + one.gone > 0);
  return {
    title: 'By rule',
    headings: ['level', 'rule', 'more', 'fewer', 'as before'],
    rows: changed.map((one) => [
      one.level,
      one.title,
      number(one.fires),
      number(one.gone),
      number(one.same),
    ]),
  };
}
