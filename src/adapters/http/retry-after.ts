// A Retry-After header → how long to wait.

/** Never sooner: `0` and a date just past mean "now", which is when it was refused. */
const MIN_MS = 1_000;
/** Never later, whatever they say: for as long a post is tried at least, and a queue can hide it for twice as long. */
export const MAX_RETRY_AFTER_MS = 6 * 3_600_000;

/** RFC 9110's date as servers must write it: `Sun, 06 Nov 1994 08:49:37 GMT`. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds from `nowMs`, within 1 s and 6 h; undefined where the header is absent or says nothing.
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return bounded(Number(text) * 1_000);
  const dateMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : bounded(dateMs - nowMs);
}

function bounded(ms: number): number {
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(MIN_MS, ms));
}
