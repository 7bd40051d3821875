// Findings → a table for people that fits the terminal.

import { correlationWords, groupWords, joinedWords } from '../../alert/index.ts';
import { type Finding, middleCut, safeText } from '../../model/index.ts';
import { heldLine } from '../held-line.ts';
import { plural } from '../plural.ts';
import { textWidth } from '../wrap.ts';
import { fitWidths } from './fit-widths.ts';

/** A column: what stands in it, and whether it keeps its width. */
interface Column {
  readonly heading: string;
  cellOf(finding: Finding): string;
  /** Short, and worth nothing when cut. */
  readonly isRigid?: true;
}

const TIME: Column = { heading: 'time (UTC)', cellOf: timeOf, isRigid: true };
const SOURCE: Column = { heading: 'source', cellOf: ({ source }) => source };
const REST: readonly Column[] = [
  { heading: 'host', cellOf: ({ host, hostKey }) => host ?? hostKey },
  { heading: 'user', cellOf: ({ user, userSid }) => user ?? userSid ?? '-' },
  { heading: 'process', cellOf: ({ process, entityKey }) => process.image ?? entityKey },
  {
    heading: 'signature',
    cellOf: ({ process }) => process.signatureStatus ?? 'Unavailable',
    isRigid: true,
  },
  { heading: 'destinations', cellOf: destinationsOf },
  { heading: 'count', cellOf: countOf, isRigid: true },
];

/** Below this width the year and the source go. */
const WIDE_COLUMNS = 110;
const WIDE: readonly Column[] = [TIME, SOURCE, ...REST];
const NARROW: readonly Column[] = [
  { ...TIME, cellOf: (finding) => timeOf(finding).replace(/^\d{4}-/, '') },
  ...REST,
];

const INDENT = '  ';
const GAP = '  ';

/**
 * The table; empty for no findings. One row a finding, under its rule: rules in the order of their first finding,
 * which is that of severity. Lines are at most `columns` wide.
 */
export function findingsTable(findings: readonly Finding[], columns: number): string {
  if (findings.length === 0) return '';
  const shown = columns < WIDE_COLUMNS ? NARROW : WIDE;
  const [heading = '', ...rows] = rowsOf(findings, shown, columns - INDENT.length);
  const lines = findings.map((finding, index) => ({ finding, row: rows[index] ?? '' }));
  const groups = Map.groupBy(lines, ({ finding }) => finding.rule.id);
  const blocks = [...groups.values()].map((members) => {
    const [first] = members;
    const title = first === undefined ? '' : ruleLine(first.finding, columns);
    return [title, ...members.map(({ row }) => `${INDENT}${row}`)].join('\n');
  });
  return `${trimLines([`${INDENT}${heading}`, ...blocks].join('\n'))}\n`;
}

/** The headings and a line a finding, in columns that fit. */
function rowsOf(
  findings: readonly Finding[],
  shown: readonly Column[],
  columns: number,
): readonly string[] {
  const cells = findings.map((finding) => shown.map(({ cellOf }) => safeText(cellOf(finding))));
  const rows = [shown.map(({ heading }) => heading), ...cells];
  const wanted = shown.map((_, index) =>
    rows.reduce((widest, row) => Math.max(widest, textWidth(row[index] ?? '')), 0),
  );
  const rigid = new Set(shown.flatMap(({ isRigid }, index) => (isRigid === true ? [index] : [])));
  const widths = fitWidths(wanted, columns - GAP.length * (shown.length - 1), rigid);
  return rows.map((row) => row.map((cell, index) => fill(cell, widths[index] ?? 0)).join(GAP));
}

/** The cell, cut or filled up to the width. */
function fill(cell: string, width: number): string {
  let text = middleCut(cell, width);
  for (let room = width - 1; textWidth(text) > width; room--) text = middleCut(cell, room);
  return text + ' '.repeat(width - textWidth(text));
}

/** Above its findings: titles are long, and would leave the path and the destination no room beside them. */
function ruleLine({ rule }: Finding, columns: number): string {
  const level = rule.level === 'informational' ? 'info' : rule.level;
  return middleCut(safeText(`${level}: ${rule.title}`), columns);
}

/** What decided each finding and what is unknown, for `--explain`. */
export function explanationText(findings: readonly Finding[]): string {
  return findings.map(explain).join('');
}

function explain(finding: Finding): string {
  const { matched, matchedLeftOut = 0 } = finding;
  const tests = matched.map((test) => `  ${heldLine(test)}\n`);
  const more = matchedLeftOut === 0 ? [] : [`  … and ${plural(matchedLeftOut, 'more test')}\n`];
  const unknown = finding.unknown.length === 0 ? 'nothing' : finding.unknown.join(', ');
  const { object, ordinal, offset } = finding.delivery;
  const place = safeText(`${object} record ${ordinal}, byte ${offset}`);
  const head = `\n${finding.id} ${safeText(finding.rule.title)}\n`;
  const known = [...correlationLines(finding), ...joinedLines(finding)];
  return [
    head,
    ...known,
    ...tests,
    ...more,
    `  unknown: ${unknown}\n`,
    `  evidence: ${place}\n`,
  ].join('');
}

function correlationLines({ correlation, isCountExact }: Finding): readonly string[] {
  if (correlation === undefined) return [];
  const { windowEnd = 'a time not recorded' } = correlation;
  const counted = correlationWords(correlation, { isExact: isCountExact });
  const group = groupWords(correlation);
  return [
    `  ${counted}, up to ${safeText(windowEnd)}\n`,
    ...(group === undefined ? [] : [`  all of ${group}\n`]),
  ];
}

function joinedLines(finding: Finding): readonly string[] {
  const words = joinedWords(finding);
  return words === undefined ? [] : [`  from another event of the process: ${words}\n`];
}

function timeOf({ time }: Finding): string {
  return time?.slice(0, 19).replace('T', ' ') ?? '-';
}

function countOf({ count, isCountExact }: Finding): string {
  return isCountExact ? String(count) : `≥${count}`;
}

/** The first destination and how many more there were. */
function destinationsOf({ destinations: [first], distinctDestinations }: Finding): string {
  if (first === undefined) return '-';
  const host = first.ip.includes(':') ? `[${first.ip}]` : first.ip;
  const name = first.port === undefined ? host : `${host}:${first.port}`;
  return distinctDestinations > 1 ? `${name} +${distinctDestinations - 1}` : name;
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
