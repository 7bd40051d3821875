// Runs of contenders → spreads, and ratios of runs of the same round.

import { type Spread, spreadOf } from '../spread.ts';
import type { Ratio } from './row.ts';
import type { Measured } from './subject.ts';

/** A figure of one run. */
export type FigureOf = (run: Measured) => number;

/** Of the processor's time. */
export const cpu: FigureOf = ({ cpuSeconds }) => cpuSeconds;

/** Of the clock's. */
export const wall: FigureOf = ({ startMs, endMs }) => (endMs - startMs) / 1_000;

const MEGA = 1e6;

/** MB/s of so many raw bytes. */
export function speedOf(runs: readonly Measured[], bytes: number, seconds: FigureOf): Spread {
  return spreadOf(runs.map((run) => bytes / MEGA / seconds(run)));
}

/** How many times as fast the first runs are, round by round: what a round suffered strikes both. */
export function timesAsFast(
  to: string,
  [own, others]: readonly [readonly Measured[], readonly Measured[]],
  seconds: FigureOf,
): Ratio {
  const ratios = own.map((run, round) => {
    const other = others[round];
    return other === undefined ? Number.NaN : seconds(other) / seconds(run);
  });
  return { to, spread: spreadOf(ratios) };
}
