// What a run says of objects and findings, line by line: of a run on one machine and of one on AWS alike.

import type { Finding, ScanCounts } from '../model/index.ts';

/** A replay reads its plan twice: first what was found and what is wanted, then the starts that are. */
export const REPLAY_PASSES = ['find', 'starts'] as const;

/** A reading of the plan. */
export type ReplayPass = (typeof REPLAY_PASSES)[number];

/**
 * What became of an object in a pass. `scanned`: read to its end. `incomplete`: what stands behind a fault was not
 * evaluated. `gone`, `changed`: it is not what was planned any more, and was not evaluated. `failed`: it could not be read at all.
 */
export type ObjectFate = 'scanned' | 'incomplete' | 'gone' | 'changed' | 'failed';

/** One line an object and pass. Each object has at most one line a pass that counts: the last. */
export interface ObjectResult {
  readonly index: number;
  /** As {@link plannedName} gives it. */
  readonly object: string;
  readonly pass: ReplayPass;
  readonly fate: ObjectFate;
  /** Of every fate but `scanned`. */
  readonly cause?: string;
  /** Of the pass `find`. */
  readonly counts?: ScanCounts;
  /** The first few records that could not be read; `counts.rejected` says how many there were. */
  readonly rejected?: readonly RejectedRecord[];
}

/** A record that could not be read, without its bytes: the object still has them. */
export interface RejectedRecord {
  readonly ordinal: number;
  /** In the decompressed bytes. */
  readonly offset: number;
  readonly code: string;
  readonly message: string;
}

/** `new`: this run created it. `known`: a live scan or an earlier replay did. Of a run that keeps no state all are `new`. */
export type FoundFate = 'new' | 'known';

/** One line a finding. */
export interface FoundLine {
  readonly fate: FoundFate;
  readonly finding: Finding;
}

/** What a run was started with; it is continued with the same and no other. */
export interface RunSettings {
  /** `r1_` and 27 characters. */
  readonly id: string;
  readonly plan: string;
  /** Hash of the rule set. */
  readonly ruleset: string;
  /** True where what is new is told to people, as the deployment routes it. @default nobody is told */
  readonly isPaging: boolean;
  /** The state table in which findings are kept. @default they are in the run's folder alone */
  readonly stateTable?: string;
  /** ISO-8601 UTC. */
  readonly started: string;
}
