// Measurements → their median, least and greatest.

/** What is said of repeated measurements. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The spread of an odd number of measurements. Throws RangeError for an even number: it has no middle one. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length % 2 === 0)
    throw new RangeError(`${values.length} values; expected an odd number`);
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted.at(index) ?? Number.NaN;
  return { median: at((values.length - 1) / 2), min: at(0), max: at(-1) };
}
