// Numbers of a window → average, percentile. No numbers, no value.

/** The arithmetic mean. */
export function average(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The percentile of a rank from 0 to 100, between neighbours in proportion, as most tools have it; 50 is the median. */
export function percentile(values: readonly number[], rank: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (rank / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (place - Math.floor(place));
}
