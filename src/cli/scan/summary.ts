// Outcomes of all objects and the findings → the summary, as data.

import type { PathProblem } from '../../adapters/local/index.ts';
import type { CompiledRule, Finding, ScanCounts } from '../../model/index.ts';
import {
  type ObjectOutcome,
  type ScanProblem,
  sumCounts,
  unbalanced,
} from '../../pipeline/index.ts';

const MEGABYTE = 1e6;

/** An object that was read only in part. */
export type IncompleteObject = { readonly object: string } & ScanProblem;

/** What a scan did. Printed with `--format json`; the words on stderr say the same. */
export interface ScanSummary {
  /** False if anything that was named could not be read to its end or compiled. */
  readonly isComplete: boolean;
  readonly isInterrupted: boolean;
  readonly objects: number;
  readonly objectsScanned: number;
  readonly counts: ScanCounts;
  readonly findings: number;
  readonly findingsPerRule: Readonly<Record<string, number>>;
  readonly incompleteObjects: readonly IncompleteObject[];
  readonly pathProblems: readonly PathProblem[];
  /** Documentation in folders, which is not scanned. */
  readonly leftOut: readonly string[];
  readonly ruleErrors: number;
  readonly rules: number;
  /** Equations of P1 that do not hold: always empty, or it is a bug. */
  readonly unbalanced: readonly string[];
  /** Partial matches that found no room in memory: findings of their groups say "at least". */
  readonly overflowedPartialMatches: number;
  /** Events that came again with another time, source or values: counted once in correlations, their values all. */
  readonly conflictingPartialMatches: number;
  readonly seconds: number;
  /** Decompressed megabytes a second. */
  readonly megabytesPerSecond: number;
}

/** What a summary is made of. */
export interface ScanResult {
  readonly outcomes: readonly ObjectOutcome[];
  readonly objects: number;
  readonly findings: readonly Finding[];
  /** Partial matches that found no room. */
  readonly overflowed: number;
  /** Partial matches whose event had come with other content. */
  readonly conflicting: number;
  readonly seconds: number;
  readonly isInterrupted: boolean;
  /** What went wrong besides the objects themselves. */
  readonly problems: readonly PathProblem[];
}

/** What could not be used from the start. */
export interface ScanSetup {
  readonly rules: readonly CompiledRule[];
  readonly ruleErrors: number;
  readonly leftOut: readonly string[];
  readonly pathProblems: readonly PathProblem[];
}

/** Adds everything up. */
export function summarise(result: ScanResult, setup: ScanSetup): ScanSummary {
  const { outcomes, findings, seconds, isInterrupted } = result;
  const counts = sumCounts(outcomes.map((outcome) => outcome.counts));
  const pathProblems = [...setup.pathProblems, ...result.problems];
  const incompleteObjects = outcomes.flatMap(toIncomplete);
  const isComplete =
    !isInterrupted &&
    incompleteObjects.length === 0 &&
    pathProblems.length === 0 &&
    setup.ruleErrors === 0;
  return {
    isComplete,
    isInterrupted,
    objects: result.objects,
    objectsScanned: outcomes.length,
    counts,
    findings: findings.length,
    findingsPerRule: countPerRule(findings),
    incompleteObjects,
    pathProblems,
    leftOut: setup.leftOut,
    ruleErrors: setup.ruleErrors,
    rules: setup.rules.length,
    unbalanced: unbalanced(counts),
    overflowedPartialMatches: result.overflowed,
    conflictingPartialMatches: result.conflicting,
    seconds,
    megabytesPerSecond: seconds === 0 ? 0 : counts.bytes / MEGABYTE / seconds,
  };
}

function toIncomplete({ object, problem }: ObjectOutcome): readonly IncompleteObject[] {
  return problem === undefined ? [] : [{ object, ...problem }];
}

function countPerRule(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
  return Object.fromEntries(counts);
}
