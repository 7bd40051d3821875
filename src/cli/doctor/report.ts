// Checks → what the command prints.

import { safeText } from '../../model/index.ts';
import { number, plural } from '../plural.ts';
import { wrapLines } from '../wrap.ts';
import type { Check, CheckStatus } from './check.ts';

const STATUSES: readonly CheckStatus[] = ['problem', 'warning', 'not checked', 'ok'];
const STATUS_WIDTH = 13;

/** For people: what is wrong stands out by its word, and says below what is expected and what to do. */
export function checksText(checks: readonly Check[], columns: number): string {
  return wrapLines(checks.map(checkText).join(''), columns);
}

function checkText({ check, status, found, expected, action }: Check): string {
  const indent = ' '.repeat(STATUS_WIDTH);
  const lines = [
    `${status.padEnd(STATUS_WIDTH)}${check}: ${found}`,
    ...(expected === undefined ? [] : [`${indent}expected: ${expected}`]),
    ...(action === undefined ? [] : [`${indent}what to do: ${action}`]),
  ];
  return lines.map((line) => `${safeText(line)}\n`).join('');
}

/** How many of each. */
export function countChecks(checks: readonly Check[]): Readonly<Record<CheckStatus, number>> {
  const count = (status: CheckStatus) => checks.filter((one) => one.status === status).length;
  return {
    problem: count('problem'),
    warning: count('warning'),
    'not checked': count('not checked'),
    ok: count('ok'),
  };
}

/** `12 checks: 1 problem, 2 warning, …` */
export function closingText(checks: readonly Check[]): string {
  const counts = countChecks(checks);
  const words = STATUSES.map((status) => `${number(counts[status])} ${status}`).join(', ');
  return `${plural(checks.length, 'check')}: ${words}\n`;
}
