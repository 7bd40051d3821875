// Times → the one that is believed to be now.

/** The share of times, or of clocks, that may run ahead without being believed is the rest. */
const BELIEVED = 0.9;

/** The time that most have reached; undefined for none. */
export function believed(times: readonly number[]): number | undefined {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(BELIEVED * (sorted.length - 1))];
}
