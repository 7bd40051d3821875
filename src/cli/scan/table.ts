// Findings → a table for people that fits the terminal.

import Table from 'cli-table3';
import { type Finding, middleCut, safeText } from '../../model/index.ts';
import { heldLine } from '../held-line.ts';
import { fitWidths } from './fit-widths.ts';

const HEADINGS = ['level', 'time (UTC)', 'host', 'user', 'process', 'destinations', 'count'];
/** Level, time and count: short, and worth nothing when cut. */
const RIGID: ReadonlySet<number> = new Set([0, 1, 6]);
/** Below this width the year goes. */
const WIDE_COLUMNS = 110;
const GAP = '  ';
const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: GAP,
};

/** The table, each row with its rule below; empty for no findings. Lines are at most `columns` wide. */
export function findingsTable(findings: readonly Finding[], columns: number): string {
  if (findings.length === 0) return '';
  const rows = [HEADINGS, ...findings.map((finding) => cellsOf(finding, columns))];
  const wanted = HEADINGS.map((_, index) => Math.max(...rows.map((row) => widthOf(row[index]))));
  const widths = fitWidths(wanted, columns - GAP.length * (HEADINGS.length - 1), RIGID);
  const table = new Table({
    colWidths: widths,
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const row of rows) {
    table.push(row.map((cell, index) => middleCut(cell, widths[index] ?? 0)));
  }
  const [heading = '', ...lines] = table.toString().split('\n');
  const ruled = findings.map(
    (finding, index) => `${lines[index] ?? ''}\n${ruleLine(finding, columns)}`,
  );
  return `${trimLines([heading, ...ruled].join('\n'))}\n`;
}

/** Under the row: titles are long, and would leave the path and the destination no room beside them. */
function ruleLine({ rule, process }: Finding, columns: number): string {
  const { signatureStatus = 'Unavailable', signature } = process;
  const signer = signature === undefined ? signatureStatus : `${signatureStatus}, ${signature}`;
  return middleCut(safeText(`  ${rule.title} (signature: ${signer})`), columns);
}

/** What made each finding match and what is unknown, for `--explain`. */
export function explanationText(findings: readonly Finding[]): string {
  return findings.map(explain).join('');
}

function explain(finding: Finding): string {
  const tests = finding.matched.map((test) => `  ${heldLine(test)}\n`);
  const unknown = finding.unknown.length === 0 ? 'nothing' : finding.unknown.join(', ');
  const { object, ordinal, offset } = finding.delivery;
  const place = safeText(`${object} record ${ordinal}, byte ${offset}`);
  const head = `\n${finding.id} ${safeText(finding.rule.title)}\n`;
  return [head, ...tests, `  unknown: ${unknown}\n`, `  evidence: ${place}\n`].join('');
}

function cellsOf(finding: Finding, columns: number): string[] {
  const { rule, time, host, hostKey, user, userSid, process, entityKey } = finding;
  return [
    rule.level === 'informational' ? 'info' : rule.level,
    time?.slice(columns < WIDE_COLUMNS ? 5 : 0, 19).replace('T', ' ') ?? '-',
    host ?? hostKey,
    user ?? userSid ?? '-',
    process.image ?? entityKey,
    destinations(finding),
    finding.isCountExact ? String(finding.count) : `≥${finding.count}`,
  ].map(safeText);
}

/** The first destination and how many more there were. */
function destinations({ destinations: [first], distinctDestinations }: Finding): string {
  if (first === undefined) return '-';
  const host = first.ip.includes(':') ? `[${first.ip}]` : first.ip;
  const name = first.port === undefined ? host : `${host}:${first.port}`;
  return distinctDestinations > 1 ? `${name} +${distinctDestinations - 1}` : name;
}

function widthOf(cell: string | undefined): number {
  return [...(cell ?? '')].length;
}

function trimLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
