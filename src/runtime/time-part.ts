// A date as an event has it → one part of it, as written: no time zone is applied.

import type { TimePart } from './expr.ts';

/** ISO 8601 and its relatives with a blank: date, then perhaps a time; fraction and zone are not looked at. */
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?|$)/;
const DAY_MS = 86_400_000;
/** Epoch seconds of our age have ten digits, milliseconds thirteen. */
const FIRST_EPOCH_MS = 100_000_000_000;

/** The part, or undefined where the value is no date or has no such part. Numbers are epoch seconds or ms, UTC. */
export function timePartOf(value: unknown, part: TimePart): number | undefined {
  const text = typeof value === 'number' ? epochText(value) : value;
  const match = typeof text === 'string' ? ISO_DATE.exec(text) : null;
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map((digits) => digits && Number(digits));
  const isWhole = typeof year === 'number' && typeof month === 'number' && typeof day === 'number';
  if (!isWhole || !isDate(year, month, day)) return undefined;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return undefined;
  const parts = { year, month, day, hour, minute, week: isoWeek(year, month, day) };
  const found = parts[part];
  return typeof found === 'number' ? found : undefined;
}

function epochText(value: number): string | undefined {
  const ms = Math.abs(value) < FIRST_EPOCH_MS ? value * 1_000 : value;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** ISO 8601 week: the week of the year's first Thursday is 1. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - newYear) / DAY_MS / 7) + 1;
}
