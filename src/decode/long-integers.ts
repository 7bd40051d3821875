// JSON text with integers that a double cannot hold → the same text with those integers as strings.

const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const QUOTE = 0x22;
const ZERO = 0x30;

/** Digits of 2^53 - 1: shorter runs are always exact. */
const SAFE_DIGITS = 16;

/** A number in the text: its first character (sign or digit) and the one behind its last digit. */
interface LongInteger {
  readonly start: number;
  readonly end: number;
}

/**
 * Puts quotes around every integer outside ±(2^53 - 1), so that JSON.parse gives its digits as a string. Leaves
 * strings, fractions and exponents alone, and does not make valid what is not: a number where a key belongs,
 * or with a leading zero, stays as it is.
 *
 * Windows events carry such an integer in every record (`"Keywords": -9223372036854775808`), so this is on the
 * hot path: records without a long run of digits cost one look at every 16th character; no regular expression
 * is involved, whose backtracking a 16 MiB string could abuse.
 */
export function quoteLongIntegers(text: string): string {
  let result = '';
  let copied = 0;
  let outside = 0;
  for (let from = 0; ; ) {
    const found = nextLongInteger(text, from);
    if (found === undefined) break;
    from = found.end;
    outside = skipStrings(text, outside, found.start);
    if (outside > found.start) continue;
    result += `${text.slice(copied, found.start)}"${text.slice(found.start, found.end)}"`;
    copied = found.end;
  }
  return copied === 0 ? text : result + text.slice(copied);
}

/** The next number from `from` on that would have to be quoted, if it stands outside a string. */
function nextLongInteger(text: string, from: number): LongInteger | undefined {
  // 16 digits in a row cover one of every 16 positions.
  for (let at = from + SAFE_DIGITS - 1; at < text.length; at += SAFE_DIGITS) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const run = digitsAround(text, at, from);
    at = run.end - 1;
    if (run.end - run.start < SAFE_DIGITS) continue;
    const start = text.charCodeAt(run.start - 1) === MINUS ? run.start - 1 : run.start;
    const { end } = run;
    if (isValue(text, start, end) && !isSafe(text, start, end)) return { start, end };
  }
  return undefined;
}

function digitsAround(text: string, at: number, from: number): LongInteger {
  let start = at;
  while (start > from && isDigit(text.charCodeAt(start - 1))) start--;
  let end = at + 1;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return { start, end };
}

/** True where the neighbours are those of a value: `:`, `[` or `,` before, `,`, `]` or `}` behind. */
function isValue(text: string, start: number, end: number): boolean {
  let before = start - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) before--;
  let behind = end;
  while (behind < text.length && isBlank(text.charCodeAt(behind))) behind++;
  return ':[,'.includes(text.charAt(before)) && ',]}'.includes(text.charAt(behind));
}

function isSafe(text: string, start: number, end: number): boolean {
  const digits = text.charCodeAt(start) === MINUS ? start + 1 : start;
  // A leading zero is no JSON: leave it for JSON.parse to refuse.
  if (text.charCodeAt(digits) === ZERO) return true;
  if (end - digits > SAFE_DIGITS) return false;
  return Number.isSafeInteger(Number(text.slice(start, end)));
}

/**
 * From `from`, outside any string, goes on to `to`. Returns a position outside any string: `to` itself, or the
 * end of the string that `to` stands in.
 */
function skipStrings(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    if (text.charCodeAt(at++) !== QUOTE) continue;
    for (let code = text.charCodeAt(at); code !== QUOTE && at < text.length; ) {
      at += code === BACKSLASH ? 2 : 1;
      code = text.charCodeAt(at);
    }
    at++;
  }
  return at;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
