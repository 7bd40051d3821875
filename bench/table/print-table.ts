// Sections and verdicts → the table's lines.

import { exitCodeOf, type Verdict } from '../goals.ts';
import type { Spread } from '../spread.ts';
import type { Row, Section } from './row.ts';

const NAME_WIDTH = 46;
const VALUE_WIDTH = 11;
const RANGE_WIDTH = 19;
const UNIT_WIDTH = 9;

/** What a column holds: not for the reader of the code alone. */
export const TABLE_HEAD = `${'row'.padEnd(NAME_WIDTH)}${'median'.padStart(VALUE_WIDTH)} ${'least to greatest'.padEnd(RANGE_WIDTH)}${'unit'.padEnd(UNIT_WIDTH)}runs  against others of the same rounds`;

/** The lines of a section. */
export function sectionLines({ title, rows, notes }: Section): readonly string[] {
  return ['', title, ...rows.map(rowLine), ...notes.map((note) => `  (${note})`)];
}

function rowLine({ name, value, unit, runs, ratios }: Row): string {
  const range = runs === 1 ? '' : `${figure(value.min)} to ${figure(value.max)}`;
  const against = ratios.map(
    ({ to, spread }) => `${figure(spread.median)} × ${to}${about(spread)}`,
  );
  const columns = [
    `  ${name}`.padEnd(NAME_WIDTH),
    figure(value.median).padStart(VALUE_WIDTH),
    ` ${range.padEnd(RANGE_WIDTH)}`,
    unit.padEnd(UNIT_WIDTH),
    String(runs).padStart(4),
    `  ${against.join(', ')}`,
  ];
  return columns.join('').trimEnd();
}

function about({ min, max }: Spread): string {
  return min === max ? '' : ` (${figure(min)} to ${figure(max)})`;
}

/** The goals, and which are missed. */
export function goalLines(verdicts: readonly Verdict[]): readonly string[] {
  const missed = verdicts.filter(({ outcome }) => outcome === 'missed');
  const measured = verdicts.filter(({ outcome }) => outcome !== 'not measured');
  return [
    '',
    'goals',
    ...verdicts.map(goalLine),
    exitCodeOf(verdicts) === 0
      ? `passed: none of ${measured.length} measured goals is missed`
      : `failed: ${missed.length} of ${measured.length} measured goals are missed: ${missed.map(({ goal }) => goal.id).join(', ')}`,
  ];
}

function goalLine({ goal, value, outcome }: Verdict): string {
  const sign = goal.better === 'more' ? '≥' : '≤';
  const bounds = [
    ...(goal.goal === undefined ? [] : [`${sign} ${figure(goal.goal)}`]),
    ...(goal.stretch === undefined ? [] : [`stretch ${sign} ${figure(goal.stretch)}`]),
  ];
  const said = value === undefined ? '' : `${figure(value)} ${goal.unit}`;
  const words = {
    stretch: 'stretch met',
    near: goal.goal === undefined ? 'stretch not met' : 'met',
  };
  const word = outcome === 'stretch' || outcome === 'near' ? words[outcome] : outcome;
  return `  ${word.padEnd(16)}${goal.id.padEnd(20)}${said.padEnd(36)}${bounds.join(', ').padEnd(28)}${goal.what}`;
}

/** Three digits that count: `0.71`, `12.3`, `480`, `30,512`. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size < 0.1) return value.toPrecision(2);
  if (size < 10) return value.toFixed(2);
  if (size < 100) return value.toFixed(1);
  return Math.round(value).toLocaleString('en');
}
