// `YYYY-MM-DD` → a day of the calendar, or nothing.

const DAY_MS = 86_400_000;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Epoch ms of the day's end, UTC: the first moment of the next. Undefined for what is no day (30 February). */
export function dayEndMs(text: string): number | undefined {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const startMs = Date.UTC(year, month - 1, day);
  // Date.UTC takes 30 February for 2 March: the day must come out as it went in.
  const isSame = Number.isFinite(startMs) && new Date(startMs).toISOString().startsWith(text);
  return isSame ? startMs + DAY_MS : undefined;
}
