// A name → numbers and ids that look arbitrary and are the same on every run and machine.

import { createHash } from 'node:crypto';

/** Draws whole numbers, `min` ≤ n ≤ `max`. Each caller has its own, so that one family's draws never move another's. */
export type Draw = (min: number, max: number) => number;

/** A draw seeded by a name (mulberry32: 32 bits of state, plenty for a few hundred records). */
export function drawFor(name: string): Draw {
  let state = Number.parseInt(hexOf(name, 8), 16);
  return (min, max) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    const fraction = ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    return min + Math.floor(fraction * (max - min + 1));
  };
}

/** One of the list. */
export function pick<T>(draw: Draw, list: readonly [T, ...T[]]): T {
  return list[draw(0, list.length - 1)] ?? list[0];
}

/**
 * `length` hex digits made of the name. Hashes of programs are made by this, so that no record holds the hash of a real file.
 */
export function hexOf(name: string, length: number): string {
  return createHash('sha256').update(`sigma-lambda events: ${name}`).digest('hex').slice(0, length);
}

/** A UUID (version 4 in form) made of the name. */
export function uuidOf(name: string): string {
  const hex = hexOf(`uuid ${name}`, 32);
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...groups, hex.slice(20)].join('-');
}
