// The summary → lines for people, on stderr. Everything that was not evaluated is named.

import {
  type CompiledCorrelation,
  type CompiledRule,
  LEVELS,
  type Level,
  safeText,
} from '../../model/index.ts';
import { problemText, total } from '../../pipeline/index.ts';
import { problemLine } from '../diagnostic-text.ts';
import { number, plural } from '../plural.ts';
import { joinLines, kindLines, perKey } from './join-text.ts';
import type { ShownRejection } from './rejections.ts';
import type { IncompleteObject, ScanSummary } from './summary.ts';

const MEGABYTE = 1e6;

/** What findings and filters are named by. */
export interface NamedRules {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
}

/** The whole summary. `rules` name findings and filters by title. */
export function summaryText(
  summary: ScanSummary,
  rules: NamedRules,
  rejections: readonly ShownRejection[],
): string {
  return [
    ...summary.pathProblems.map(problemLine),
    ...summary.incompleteObjects.map(incompleteLine),
    ...rejectionLines(summary, rejections),
    ...summary.leftOut.map((path) => `${safeText(`${path}: left out, Markdown is no log`)}\n`),
    ...headLines(summary),
    ...countLines(summary),
    ...findingLines(summary, rules),
    ...verdictLines(summary),
  ].join('');
}

function incompleteLine({ object, ...problem }: IncompleteObject) {
  return `${safeText(`${object}: incomplete: ${problemText(problem)}`)}\n`;
}

function rejectionLines(
  { counts }: ScanSummary,
  rejections: readonly ShownRejection[],
): readonly string[] {
  const lines = rejections.map(({ object, ordinal, line, offset, code, message }) => {
    const place = `record ${ordinal}, line ${line}, byte ${offset}`;
    return `${safeText(`${object}: rejected ${place}: ${code}: ${message}`)}\n`;
  });
  const more = counts.rejected - rejections.length;
  return more > 0 ? [...lines, `… and ${plural(more, 'more rejected record')}\n`] : lines;
}

function headLines(summary: ScanSummary): readonly string[] {
  const { counts, objects, objectsScanned, seconds, megabytesPerSecond } = summary;
  const of = objectsScanned === objects ? '' : ` of ${number(objects)}`;
  const stored = `${megabytes(counts.compressedBytes)} MB stored`;
  const speed = `${seconds.toFixed(2)} s, ${megabytesPerSecond.toFixed(1)} MB/s`;
  const head = `scanned ${number(objectsScanned)}${of} ${objects === 1 ? 'object' : 'objects'}`;
  return [`${head}: ${megabytes(counts.bytes)} MB (${stored}) in ${speed}\n`];
}

function countLines({ counts }: ScanSummary): readonly string[] {
  const { records, evaluated, skipped, unrecognised, rejected } = counts;
  const parts = [
    `${number(evaluated)} evaluated`,
    `${number(skipped)} skipped`,
    `${number(unrecognised)} unrecognised`,
    `${number(rejected)} rejected`,
  ];
  const lines = [`${plural(records, 'record')}: ${parts.join(', ')}\n`];
  if (counts.outsideWindow > 0) {
    lines.push(`  skipped: ${number(counts.outsideWindow)} outside --since and --until\n`);
  }
  if (counts.prefiltered !== undefined) {
    const passed = `~${number(counts.prefiltered)} lines that no rule can match`;
    lines.push(`  skipped: ${passed}; counts of events leave them out (--strict parses them)\n`);
  }
  for (const [sources, count] of Object.entries(counts.ambiguousPerSources)) {
    lines.push(`  unrecognised: ${number(count)} claimed by ${safeText(sources)} at once\n`);
  }
  lines.push(...joinLines(counts));
  lines.push(`events per source: ${perKey(counts.perSource)}\n`);
  lines.push(...kindLines(counts));
  return lines;
}

function findingLines(
  summary: ScanSummary,
  { rules, correlations }: NamedRules,
): readonly string[] {
  const { counts, findings } = summary;
  const matches = [
    `${number(counts.newMatches)} new`,
    `${number(counts.foldedMatches)} folded`,
    `${number(total(counts.suppressedPerFilter))} suppressed`,
    ...partialWords(summary),
  ];
  const all = plural(total(counts.matchesPerRule), 'match', 'matches');
  const lines = [`${plural(findings, 'finding')} (${all}: ${matches.join(', ')})\n`];
  for (const rule of bySeverity([...rules, ...correlations])) {
    const count = summary.findingsPerRule[rule.id];
    if (count !== undefined)
      lines.push(`  ${number(count)} × ${rule.level} ${safeText(rule.title)}\n`);
  }
  const titles = new Map(rules.flatMap((rule) => rule.filters.map(({ id, title }) => [id, title])));
  for (const [id, count] of Object.entries(counts.suppressedPerFilter)) {
    lines.push(`  ${number(count)} suppressed by ${safeText(`${titles.get(id) ?? ''} (${id})`)}\n`);
  }
  return lines;
}

/** Named where there are any: most packs have no correlation. */
function partialWords(summary: ScanSummary): readonly string[] {
  const { overflowedPartialMatches, conflictingPartialMatches } = summary;
  const { partialMatches, ungroupedMatches } = summary.counts;
  const kept = `${number(partialMatches)} kept for correlations`;
  const lost = `${number(overflowedPartialMatches)} without room among them`;
  const again = `${number(conflictingPartialMatches)} of an event that came with other content`;
  return [
    ...(partialMatches > 0 ? [kept] : []),
    ...(overflowedPartialMatches > 0 ? [lost] : []),
    ...(conflictingPartialMatches > 0 ? [again] : []),
    ...(ungroupedMatches > 0 ? [`${number(ungroupedMatches)} without a group`] : []),
  ];
}

/** What a finding is named by. */
interface Named {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
}

function bySeverity(rules: readonly Named[]): readonly Named[] {
  return rules.toSorted((a, b) => LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level));
}

function verdictLines(summary: ScanSummary): readonly string[] {
  const lines = summary.unbalanced.map(
    (sentence) => `the counts do not add up: ${sentence}. This is a bug; please report it\n`,
  );
  if (summary.ruleErrors > 0)
    lines.push(`${plural(summary.ruleErrors, 'rule error')}, see above\n`);
  if (summary.isInterrupted) lines.push('interrupted: the scan is incomplete\n');
  else if (!summary.isComplete) lines.push('the scan is incomplete: see above what was left out\n');
  return lines;
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
