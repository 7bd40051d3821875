// A time as logged → epoch ms. Never by `new Date(text)`: a text without a zone would mean this machine's zone.

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/i;

/** Longest text looked at: the longest form with 12 fraction digits and a zone has 39 characters. */
const MAX_CHARACTERS = 48;

/**
 * Before this no event log existed: 0001-01-01 (.NET, Go), 1601-01-01 (FILETIME) and 1970-01-01 are how
 * programs write "no time".
 */
const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** End of the years that ISO-8601 writes with four digits. */
const LATEST_MS = Date.UTC(10_000, 0, 1);

const MINUTE_MS = 60_000;
const QUARTER_HOUR_MS = 15 * MINUTE_MS;

/** No civil clock is farther from UTC. */
const MAX_OFFSET_MS = 14 * 60 * MINUTE_MS;

/** A time, and whether the text said in which zone. */
export interface ParsedTime {
  /** Epoch ms; a text without a zone is read as UTC. */
  readonly ms: number;
  readonly hasZone: boolean;
}

/** Seconds reach this in the year 5138, milliseconds had it in 1973: neither is the time of an event. */
const FIRST_EPOCH_MS = 1e11;

/** Up to 14 digits, and a fraction: what a double still holds exactly to the millisecond. */
const EPOCH = /^\d{1,14}(?:\.\d{1,9})?$/;

/**
 * Epoch ms of a time as logged, or undefined: ISO-8601 (any number of fraction digits), or seconds or milliseconds
 * since 1970, as a number or as its text.
 */
export function timeMs(value: unknown): number | undefined {
  return parseTime(value)?.ms;
}

/** As {@link timeMs}, and says whether there was a zone. */
export function parseTime(value: unknown): ParsedTime | undefined {
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value !== 'string' || value.length > MAX_CHARACTERS) return undefined;
  const text = value.trim();
  if (EPOCH.test(text)) return fromEpoch(Number(text));
  const match = DATE_TIME.exec(text);
  return match === null ? undefined : fromParts(match);
}

/**
 * How far a log's local clock is behind UTC, in ms, from one moment noted by both: rounded to 15 minutes, the
 * finest step of civil zones. Undefined where either is missing or no zone is that far from UTC.
 */
export function localToUtcMs(
  utcMs: number | undefined,
  localMs: number | undefined,
): number | undefined {
  if (utcMs === undefined || localMs === undefined) return undefined;
  const offsetMs = Math.round((utcMs - localMs) / QUARTER_HOUR_MS) * QUARTER_HOUR_MS;
  return Math.abs(offsetMs) <= MAX_OFFSET_MS ? offsetMs : undefined;
}

/** Seconds are rounded to the millisecond: 1795169702.118 is no binary fraction. */
function fromEpoch(value: number): ParsedTime | undefined {
  return inRange(value < FIRST_EPOCH_MS ? Math.round(value * 1_000) : Math.trunc(value), true);
}

function fromParts(match: RegExpExecArray): ParsedTime | undefined {
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = match;
  const offsetMs = zone === undefined ? 0 : zoneMs(zone);
  const isClock = Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
  const midnight = midnightOf(`${year}-${month}-${day}`);
  if (offsetMs === undefined || !isClock || midnight === undefined) return undefined;
  const clockMs = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000;
  const fractionMs = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return inRange(midnight + clockMs + fractionMs - offsetMs, zone !== undefined);
}

/** The day that was asked for last: a log is of few. */
let lastDay: { readonly text: string; readonly ms: number | undefined } = { text: '', ms: 0 };

/** Epoch ms at which the day begins; undefined for a text that is no date. */
function midnightOf(text: string): number | undefined {
  if (lastDay.text !== text) lastDay = { text, ms: parseDay(text) };
  return lastDay.ms;
}

function parseDay(text: string): number | undefined {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const midnight = Date.UTC(year, month - 1, day);
  // Date.UTC rolls 2026-02-30 over into March: then the text was no date.
  const isDate = new Date(midnight).getUTCDate() === day && month > 0 && month < 13;
  return isDate ? midnight : undefined;
}

function zoneMs(zone: string): number | undefined {
  if (/^(?:Z|UTC)$/i.test(zone)) return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  const ms = (hours * 60 + minutes) * MINUTE_MS;
  if (minutes > 59 || ms > MAX_OFFSET_MS) return undefined;
  return zone.startsWith('-') ? -ms : ms;
}

function inRange(ms: number, hasZone: boolean): ParsedTime | undefined {
  return ms >= EARLIEST_MS && ms < LATEST_MS ? { ms, hasZone } : undefined;
}
