// What two rule sets find differently → tables for a terminal, Markdown for a pull request.

import type { Finding } from '../../model/index.ts';
import { isChanged, type RuleDiff, type RulesetDiff } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { findingsText, newsSheet } from './report-text.ts';
import { type Sheet, sheetMarkdown, sheetText } from './sheet.ts';

/** Findings that are listed of each rule. */
const MAX_PER_RULE = 10;
/** Of all rules together: a pull request has no room for more. */
const MAX_LISTED = 200;

/** For a terminal of that width. */
export function diffText(diff: RulesetDiff, lacks: readonly string[], columns: number): string {
  const { fires, gone } = diff;
  return [
    ...lacks.map((lack) => `not whole: ${lack}\n`),
    `${headline(diff)}\n${sheetText(ruleSheet(diff))}`,
    findingsText('Would fire', listed(fires), fires.length, columns),
    findingsText('No longer fires', listed(gone), gone.length, columns),
  ].join('');
}

/** For a pull request: the same for the same findings, whatever their order. */
export function diffMarkdown(diff: RulesetDiff, lacks: readonly string[]): string {
  const warnings = lacks.map((lack) => `**Not whole:** ${lack}\n\n`).join('');
  return `## What the change of rules would have found\n\n${warnings}${headline(diff)}\n${sheetsOf(diff).map(sheetMarkdown).join('')}`;
}

function sheetsOf(diff: RulesetDiff): readonly Sheet[] {
  const { fires, gone } = diff;
  return [
    ruleSheet(diff),
    newsSheet('Would fire', listed(fires), fires.length),
    newsSheet('No longer fires', listed(gone), gone.length),
  ];
}

/** The first of each rule: one that is noisy must not hide the others. */
function listed(findings: readonly Finding[]): readonly Finding[] {
  const perRule = new Map<string, number>();
  const first = findings.filter(({ rule }) => {
    const count = (perRule.get(rule.id) ?? 0) + 1;
    perRule.set(rule.id, count);
    return count <= MAX_PER_RULE;
  });
  return first.slice(0, MAX_LISTED);
}

function headline({ fires, gone, same }: RulesetDiff): string {
  const counts = `${plural(fires.length, 'finding')} more, ${number(gone.length)} fewer, ${number(same)} as before`;
  return fires.length + gone.length === 0 ? `no difference: ${number(same)} as before` : counts;
}

function ruleSheet({ rules }: RulesetDiff): Sheet {
  return {
    title: 'By rule',
    headings: ['level', 'rule', 'change', 'more', 'fewer', 'as before'],
    rows: rules
      .filter(isChanged)
      .map((one) => [
        one.levelBefore === undefined ? one.level : `${one.levelBefore} → ${one.level}`,
        one.title,
        CHANGES[one.change],
        number(one.fires),
        number(one.gone),
        number(one.same),
      ]),
  };
}

const CHANGES: Readonly<Record<RuleDiff['change'], string>> = {
  added: 'new rule',
  removed: 'removed',
  kept: '-',
};
