// `5m` → milliseconds.

/** Seconds of each unit; months and years are the Gregorian calendar's average, as pySigma has them. */
const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  M: 2_629_746,
  y: 31_556_952,
};

/** What a timespan looks like, for messages. */
export const TIMESPAN_FORM = 'a whole number and s, m, h, d, w, M or y, such as 5m';

/** Ten years: windows beyond are slips, and their ends would leave the calendar. */
const MAX_MS = 10 * 31_556_952_000;

/** The timespan in ms, or undefined for what is none. */
export function timespanMs(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,12})([smhdwMy])$/.exec(text) ?? [];
  const ms = Number(count) * (SECONDS[unit] ?? Number.NaN) * 1_000;
  return ms > 0 && ms <= MAX_MS ? ms : undefined;
}
