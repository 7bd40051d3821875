// What a benchmark gives to the table: sections of rows, each with its spread and its ratios to others of the same run.

import type { GoalId, GoalValues } from '../goals.ts';
import type { Spread } from '../spread.ts';

/** How often one row is as fast, or as large, as another of the same rounds. */
export interface Ratio {
  readonly to: string;
  readonly spread: Spread;
}

/** A measured thing. */
export interface Row {
  readonly name: string;
  readonly value: Spread;
  /** `MB/s` of raw log, `events/s`, `MB`, `KB`, `ms` or `USD`. */
  readonly unit: string;
  readonly runs: number;
  /** None: others are held against this one. */
  readonly ratios: readonly Ratio[];
}

/** Rows that were measured together. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  /** What was left out and why, and what the rows do not say themselves. */
  readonly notes: readonly string[];
  /** What goals are judged by. */
  readonly values: GoalValues;
}

/** How much is measured. */
export interface Extent {
  /** Odd: so many runs of each row. */
  readonly runs: number;
  /** The 10 GB object too. */
  readonly isThorough: boolean;
}

/** A value that was not measured several times. */
export function single(value: number): Spread {
  return { median: value, min: value, max: value };
}

/** Values of goals, named by their ids. */
export function goalValues(values: Partial<Record<GoalId, number>>): GoalValues {
  return values;
}
