// Coverage of rules → for people a table of one column per source, or a list; what lacks below each rule.

import { safeText } from '../../model/index.ts';
import { logsourceText } from '../logsource-text.ts';
import { plural } from '../plural.ts';
import { textWidth } from '../wrap.ts';
import type { CoverageVerdict, RuleCoverage, SourceCoverage } from './cover-rule.ts';

const WORDS: Readonly<Record<CoverageVerdict, string>> = {
  'can-fire': 'yes',
  never: 'NEVER',
  'other-logsource': '-',
};

const GAP = '  ';

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

/** The table, or where it is too wide for the reader a list; empty for no rules. */
export function coverageTable(rules: readonly RuleCoverage[], columns: number): string {
  const [first] = rules;
  if (first === undefined) return '';
  const table = [
    `${first.sources.map(({ source }) => source).join(GAP)}${GAP}rule`,
    ...rules.map(tableLine),
  ];
  const isFitting = table.every((line) => textWidth(line) <= columns);
  const [head = '', ...lines] = table;
  if (!isFitting)
    return rules.map((one) => `${titleOf(one)}\n${verdictLines(one)}${below(one)}`).join('');
  return `${head}\n${rules.map((one, index) => `${lines[index] ?? ''}\n${below(one)}`).join('')}`;
}

function tableLine(one: RuleCoverage): string {
  const cells = one.sources.map((source) => wordOf(source).padEnd(source.source.length));
  return `${cells.join(GAP)}${GAP}${titleOf(one)}`;
}

function titleOf({ rule, path }: RuleCoverage): string {
  return safeText(`${rule.title} (${path})`);
}

function wordOf({ verdict, needsJoin }: SourceCoverage): string {
  return verdict === 'can-fire' && needsJoin.length > 0 ? 'join' : WORDS[verdict];
}

/** The row of the table as lines, one for each word. */
function verdictLines({ sources }: RuleCoverage): string {
  return ['yes', 'join', 'NEVER', '-']
    .map((word) => [word, sources.filter((one) => wordOf(one) === word)] as const)
    .filter(([, named]) => named.length > 0)
    .map(([word, named]) => `  ${word}: ${named.map(({ source }) => source).join(', ')}\n`)
    .join('');
}

function below(one: RuleCoverage): string {
  return `${unfedLine(one)}${fieldsLine(one)}${witnessLine(one)}${lackLines(one)}`;
}

/** Said of a rule that the index cannot leave out. */
function witnessLine({ hasNoWitness }: RuleCoverage): string {
  return hasNoWitness === true
    ? '  without a witness: runs on every event of its logsource (no text is known that a match needs)\n'
    : '';
}

/** Said of a rule that nothing will ever run on. */
function unfedLine({ sources, logsource }: RuleCoverage): string {
  if (sources.some(({ verdict }) => verdict !== 'other-logsource')) return '';
  return `  never runs: no source has events of ${safeText(logsourceText(logsource))}\n`;
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

function lackLine({ source, verdict, lacks, needsJoin }: SourceCoverage): string {
  const joined =
    needsJoin.length === 0
      ? ''
      : `  can fire on ${source} where the join fills ${safeText(needsJoin.join(', '))}\n`;
  if (lacks.length === 0) return verdict === 'never' ? `  can never fire on ${source}\n` : joined;
  const effect = verdict === 'never' ? 'can never fire' : 'can fire';
  return `${joined}  ${effect} on ${source}, which has no ${safeText(lacks.join(', '))}\n`;
}
