// Coverage of rules → a table for people: one column per source, what lacks below the rule.

import { safeText } from '../../model/index.ts';
import { plural } from '../plural.ts';
import type { CoverageVerdict, RuleCoverage, SourceCoverage } from './cover-rule.ts';

const WORDS: Readonly<Record<CoverageVerdict, string>> = {
  'can-fire': 'yes',
  never: 'NEVER',
  'other-logsource': '-',
};

/** Counts of all rules. */
export interface CoverageSummary {
  readonly rules: number;
  readonly canFire: number;
  /** Rules that run on some source and can match on none. */
  readonly never: number;
  /** Rules that no source has a logsource for. */
  readonly otherLogsource: number;
  /** Fields that a rule reads and no source of its logsource has, each once. */
  readonly unsuppliedFields: readonly string[];
}

/** Adds up. */
export function summariseCoverage(rules: readonly RuleCoverage[]): CoverageSummary {
  const canFire = rules.filter((one) => one.canFire).length;
  const otherLogsource = rules.filter(({ sources }) =>
    sources.every(({ verdict }) => verdict === 'other-logsource'),
  ).length;
  const unsupplied = rules.flatMap(({ fields }) =>
    fields.filter(({ isUnsupplied }) => isUnsupplied).map(({ field }) => field),
  );
  return {
    rules: rules.length,
    canFire,
    never: rules.length - canFire - otherLogsource,
    otherLogsource,
    unsuppliedFields: [...new Set(unsupplied)].sort(),
  };
}

/** The table; empty for no rules. */
export function coverageTable(rules: readonly RuleCoverage[]): string {
  const [first] = rules;
  if (first === undefined) return '';
  const names = first.sources.map(({ source }) => source);
  const head = `${names.join('  ')}  rule\n`;
  const lines = rules.map((one) => {
    const cells = one.sources.map(({ verdict, source }) => WORDS[verdict].padEnd(source.length));
    const title = safeText(`${one.rule.title} (${one.path})`);
    return `${cells.join('  ')}  ${title}\n${fieldsLine(one)}${lackLines(one)}`;
  });
  return `${head}${lines.join('')}`;
}

/** What the counts say, in words. */
export function coverageClosing(summary: CoverageSummary): string {
  const { rules, canFire, never, otherLogsource, unsuppliedFields } = summary;
  const fields =
    unsuppliedFields.length === 0
      ? ''
      : `no source has: ${safeText(unsuppliedFields.join(', '))}\n`;
  return `${fields}${plural(rules, 'rule')}: ${canFire} can fire, ${never} never can, ${otherLogsource} are of a logsource that no source has\n`;
}

function fieldsLine({ fields }: RuleCoverage): string {
  const shown = fields.map(({ field, isUnsupplied }) => (isUnsupplied ? `${field} (!)` : field));
  return shown.length === 0 ? '  reads keywords only\n' : `  reads ${safeText(shown.join(', '))}\n`;
}

function lackLines({ sources, fields }: RuleCoverage): string {
  const nowhere = fields.filter(({ isUnsupplied }) => isUnsupplied).map(({ field }) => field);
  const flagged =
    nowhere.length === 0 ? '' : `  (!) no source has ${safeText(nowhere.join(', '))}\n`;
  return `${flagged}${sources.map(lackLine).join('')}`;
}

function lackLine({ source, verdict, lacks }: SourceCoverage): string {
  if (lacks.length === 0) return '';
  const effect = verdict === 'never' ? 'can never fire' : 'can fire';
  return `  ${effect} on ${source}, which has no ${safeText(lacks.join(', '))}\n`;
}
