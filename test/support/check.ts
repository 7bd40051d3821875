// fast-check with a fixed seed: a property either holds on every machine or on none, and a failure can be run again.

import fc from 'fast-check';
import { runs } from './runs.ts';

const SEED = 20261124;

/** Checks a property on as many examples, or on what `runs` makes of them; a counter-example is shrunk and thrown. */
export function check<T>(property: fc.IRawProperty<T>, thorough: number): void {
  fc.assert(property, { seed: SEED, numRuns: runs(thorough) });
}

/** The same of a property that takes its time. */
export async function checkAsync<T>(
  property: fc.IAsyncProperty<T>,
  thorough: number,
): Promise<void> {
  await fc.assert(property, { seed: SEED, numRuns: runs(thorough) });
}

/** Examples of an arbitrary, always the same. */
export function sample<T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] {
  return fc.sample(arbitrary, { seed: SEED, numRuns: count });
}
