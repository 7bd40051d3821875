// Option texts → typed values. What makes no sense is a usage error that says what was expected.

import { Option } from 'commander';
import { LEVELS, type Level, safeText } from '../model/index.ts';
import { SOURCE_IDS, type SourceId } from '../source/index.ts';
import { UsageError } from './errors.ts';
import { didYouMean } from './suggest.ts';

/** How results are printed. */
export const FORMATS = ['table', 'ndjson', 'json'] as const;

/** `table` for people, `ndjson` one result a line, `json` one object with a summary. */
export type Format = (typeof FORMATS)[number];

/** A date, or a date and time with seconds optional and zone optional; group 1 is the zone. */
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/** `--format`. */
export function parseFormat(text: string): Format {
  return oneOf('--format', text, FORMATS);
}

/** `--fail-on`. */
export function parseLevel(text: string): Level {
  return oneOf('--fail-on', text, LEVELS);
}

/** `--source`. */
export function parseSource(text: string): SourceId {
  return oneOf('--source', text, SOURCE_IDS);
}

/** `--record`: counted from 0. */
export function parseOrdinal(text: string): number {
  const ordinal = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(ordinal)) return ordinal;
  throw new UsageError(`--record "${safeText(text)}" is no record; expected 0, 1, 2, …`);
}

/** `--since` or `--until` → epoch ms. A time without a zone is UTC, never this machine's. */
export function parseTime(what: string, text: string): number {
  const [, zone] = ISO_TIME.exec(text) ?? [];
  const isDateOnly = text.length === 'YYYY-MM-DD'.length;
  const timeMs = Date.parse(zone === undefined && !isDateOnly ? `${text}Z` : text);
  if (ISO_TIME.test(text) && Number.isFinite(timeMs) && isCalendarDay(text)) return timeMs;
  const example = '2026-11-20 or 2026-11-20T10:15:00Z';
  throw new UsageError(
    `${what} "${safeText(text)}" is no time; expected ISO-8601, for example ${example}`,
  );
}

/** Date.parse takes 30 February for 2 March: the day must come out as it went in. */
function isCalendarDay(text: string): boolean {
  const day = text.slice(0, 'YYYY-MM-DD'.length);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** `--tenant`: part of every finding's id, so it must not be empty. */
export function parseTenant(text: string): string {
  if (text.trim() !== '') return text;
  throw new UsageError('--tenant is empty; expected a name, for example acme');
}

/** An option that may be given several times: a list, empty without it. `none` says in the help what that means. */
export function repeatable(flags: string, description: string, none: string): Option {
  return new Option(flags, description)
    .argParser((text: string, before: readonly string[]): readonly string[] => [...before, text])
    .default([], none);
}

/** The known word that `text` is, else a usage error with the nearest one. */
export function oneOf<T extends string>(what: string, text: string, known: readonly T[]): T {
  const found = known.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`${what} "${safeText(text)}" is unknown${didYouMean(text, known)}`);
}

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Text of `--region` → an AWS region. Throws UsageError. */
export function parseRegion(text: string): string {
  if (REGION.test(text)) return text;
  throw new UsageError('--region is no region; expected for example eu-central-1');
}
