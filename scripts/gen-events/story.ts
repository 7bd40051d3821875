// The whole story: the attack and the ordinary day around it.

import { attack } from './attack.ts';
import { dailyWork } from './daily-work.ts';
import type { Fact } from './facts.ts';
import { nearMisses } from './near-misses.ts';

/** All facts, in no particular order: each family sorts them by its own times. */
export function story(): readonly Fact[] {
  return [...attack(), ...dailyWork(), ...nearMisses()];
}
