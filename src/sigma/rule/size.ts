// Searches → how many field tests their conditions spell out, so that a small file cannot grow into a huge module.

import type { ResolvedCondition } from '../condition/resolve.ts';
import type { Detection } from './detection.ts';
import type { Searches } from './search.ts';

/** Field tests of one rule, each use of a search identifier counted: SigmaHQ's largest rule has 4,432. */
export const MAX_TESTS = 20_000;

/** Counts the tests of a document while it is read: a value may expand to thousands, and a file holds many values. */
export class TestBudget {
  #left = MAX_TESTS;

  /** False once more than {@link MAX_TESTS} are spent. */
  spend(tests: number): boolean {
    this.#left -= tests;
    return !this.isSpent;
  }

  get isSpent(): boolean {
    return this.#left < 0;
  }
}

/** Field tests after every name is replaced by what it stands for. */
export function countTests({ searches, conditions }: Searches): number {
  const sizes = new Map(searches.map(({ name, detection }) => [name, sizeOf(detection)]));
  const count = (condition: ResolvedCondition): number => {
    if (condition.kind === 'identifier') return sizes.get(condition.name) ?? 0;
    if (condition.kind === 'not') return count(condition.item);
    return condition.items.reduce((sum, item) => sum + count(item), 0);
  };
  return conditions.reduce((sum, condition) => sum + count(condition), 0);
}

function sizeOf(detection: Detection): number {
  if (detection.kind === 'item') {
    return detection.values.reduce((sum, { alternatives }) => sum + alternatives.length, 0);
  }
  return detection.items.reduce((sum, item) => sum + sizeOf(item), 0);
}
