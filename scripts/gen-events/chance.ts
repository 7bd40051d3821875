// What is left to chance in the story: when, and from which port.

import { at } from './company.ts';
import type { Draw } from './random.ts';

const FIRST_MS = at('10:05:00.000');
const LAST_MS = at('10:24:30.000');

/** A moment while the logs were recorded, epoch ms. */
export function sometime(draw: Draw): number {
  return draw(FIRST_MS, LAST_MS);
}

/** A port that Windows gives to clients, below those of the attack. */
export function ephemeralPort(draw: Draw): number {
  return draw(49_700, 58_100);
}

/** `count` of what `make` makes. */
export function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}
