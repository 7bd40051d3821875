// A time and now → how long ago that was, as people say it.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `4 min ago`, `2 h 5 min ago`, `3 d 4 h ago`; undefined for a time that cannot be read. Times of a clock that is ahead are named. */
export function ageWords(time: string, nowMs: number): string | undefined {
  const timeMs = Date.parse(time);
  if (!Number.isFinite(timeMs)) return undefined;
  const ageMs = nowMs - timeMs;
  const words = lengthWords(Math.abs(ageMs));
  return ageMs > -1_000 ? `${words} ago` : `${words} ahead of our clock`;
}

/** The greatest unit, and the next one if it is not seconds. */
function lengthWords(ms: number): string {
  const index = UNITS.findIndex(([, length]) => ms >= length);
  const [unit, length] = UNITS[index] ?? ['s', 1_000];
  const whole = Math.floor(ms / length);
  const next = index < 0 ? undefined : UNITS[index + 1];
  const rest = next === undefined || next[0] === 's' ? 0 : Math.floor((ms % length) / next[1]);
  return rest === 0 || next === undefined
    ? `${whole} ${unit}`
    : `${whole} ${unit} ${rest} ${next[0]}`;
}
