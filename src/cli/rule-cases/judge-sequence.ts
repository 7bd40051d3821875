// A sequence → passed or not, and why. The first step asserted to fire decides; later ones are policy.

import { createMemoryPartialMatches } from '../../adapters/local/index.ts';
import { Correlator } from '../../correlate/index.ts';
import { compileRuleset, createEventReader, type Placeholders } from '../../sigma/index.ts';
import { isMatch, type RowPlace, type RowResult, reasonOf } from './judge-row.ts';
import type { Expected, SequenceRow, Step } from './sequence.ts';

/**
 * Feeds the events one by one and settles after each: a step asserts what is to be said of the events up to it. It fires
 * if a window holds in which its event is. Whether an engine fires again after the first time is its own policy, so
 * nothing behind the first asserted firing is compared.
 */
export async function judgeSequence(
  row: SequenceRow,
  place: RowPlace,
  placeholders: Placeholders,
): Promise<RowResult> {
  const { rules, correlations, diagnostics } = compileRuleset(
    [{ path: place.file, text: row.rule }],
    { placeholders, filterPolicy: 'specification' },
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const store = createMemoryPartialMatches();
  let fired = false;
  const onMatch = () => {
    fired = true;
  };
  const correlator = new Correlator({ tenant: 'cases', correlations, store, onMatch });
  const detections: number[] = [];
  const firing: boolean[] = [];
  for (const [index, { event, timeMs }] of row.steps.entries()) {
    const reader = createEventReader(event);
    const matching = rules.filter((rule) => isMatch(rule, reader));
    const fed = { reader, timeMs, eventId: String(index), source: 'case', evidence: () => '' };
    for (const { id } of matching) correlator.feed(id, fed);
    detections.push(matching.length);
    fired = false;
    await correlator.settle(Number.POSITIVE_INFINITY);
    firing.push(fired);
  }
  const problems = [
    ...detectionProblems(row.steps, detections),
    ...firingProblems(row.steps, firing),
  ];
  const isRefused = errors.length > 0;
  return {
    ...place,
    note: row.note,
    isPassed: !isRefused && problems.length === 0,
    isDisputed: false,
    expected: true,
    found: isRefused ? 'error' : problems.length === 0,
    reasons: isRefused ? errors.map(reasonOf) : problems,
    explanation: [],
  };
}

function detectionProblems(steps: readonly Step[], found: readonly number[]): readonly string[] {
  return steps.flatMap(({ detections }, index) => {
    const count = found[index] ?? 0;
    if (detections === undefined || isMet(detections, count)) return [];
    return [`step ${index + 1}: ${count} rules match, expected ${detections.count}`];
  });
}

function firingProblems(steps: readonly Step[], firing: readonly boolean[]): readonly string[] {
  for (const [index, { correlations }] of steps.entries()) {
    if (correlations === undefined) continue;
    const fires = firing[index] === true;
    if (correlations.count > 0 !== fires) {
      return [`step ${index + 1} ${fires ? 'fires' : 'does not fire'}, expected otherwise`];
    }
    if (fires) return [];
  }
  return [];
}

function isMet({ count, isLeast }: Expected, found: number): boolean {
  return isLeast ? found >= count : found === count;
}
