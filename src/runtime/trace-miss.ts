// A trace that does not hold → the fewest tests that would have to come out otherwise.

import type { TestTrace, Trace } from './trace.ts';

/** A test in the way of a match. */
export interface MissedTest {
  /** Search identifier it stands in; empty outside any. */
  readonly selection: string;
  readonly test: TestTrace;
  /** False: it holds and must not (it stands under `not`). */
  readonly mustHold: boolean;
}

/** The nearest miss; empty where the expression holds. Of several of one size the first in the rule's order. */
export function nearestMiss(trace: Trace): readonly MissedTest[] {
  return unique(turn(trace, true, ''));
}

/** The fewest tests to turn so that the node comes out as wanted. */
function turn(trace: Trace, wanted: boolean, selection: string): readonly MissedTest[] {
  if (trace.holds === wanted) return [];
  switch (trace.kind) {
    case 'test':
      return [{ selection, test: trace, mustHold: wanted }];
    case 'named':
      return turn(trace.item, wanted, trace.name);
    case 'not':
      return turn(trace.item, !wanted, selection);
    default: {
      const ways = trace.items
        .filter(({ holds }) => holds !== wanted)
        .map((item) => turn(item, wanted, selection));
      const shortest = ways.toSorted((a, b) => a.length - b.length);
      const chosen = new Set(shortest.slice(0, turnsNeeded(trace, wanted)));
      return ways.filter((way) => chosen.has(way)).flat();
    }
  }
}

/** How many of the items must change their verdict. */
function turnsNeeded(trace: Extract<Trace, { items: readonly Trace[] }>, wanted: boolean): number {
  const held = trace.items.filter(({ holds }) => holds).length;
  const bar = barOf(trace);
  return wanted ? bar - held : held - bar + 1;
}

/** How many of the items must hold. */
function barOf(trace: Extract<Trace, { items: readonly Trace[] }>): number {
  if (trace.kind === 'atLeast') return trace.count;
  return trace.kind === 'all' ? trace.items.length : 1;
}

/** A search identifier may stand in a condition twice. */
function unique(missed: readonly MissedTest[]): readonly MissedTest[] {
  const seen = new Map(
    missed.map((one) => {
      const { field, modifier, values } = one.test;
      return [JSON.stringify([one.selection, field, modifier, values, one.mustHold]), one];
    }),
  );
  return [...seen.values()];
}
