// A seed → chances. Each use has its own dice, so that one that is thrown more often does not move the others.

import { type Draw, drawFor } from '../../scripts/gen-events/random.ts';

/** What is left to chance for one purpose. */
export interface Dice {
  /** A whole number, `min` ≤ n ≤ `max`. */
  readonly draw: Draw;
  /** True that often in a thousand. */
  hits(perMille: number): boolean;
}

/** The dice of a seed for a purpose. */
export function diceOf(seed: number, purpose: string): Dice {
  const draw = drawFor(`chaos ${seed} ${purpose}`);
  return { draw, hits: (perMille) => draw(1, 1_000) <= perMille };
}
