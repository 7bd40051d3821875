// Tests whose text must be read before it can be asked (patterns, networks, wildcards) → what was read, once for each test.

import { toCidr } from './cidr.ts';
import type { ValueTest } from './expr.ts';
import { toGlob } from './glob.ts';
import { toRegex } from './regex.ts';

type TestOf<Op extends ValueTest['op']> = Extract<ValueTest, { readonly op: Op }>;

/**
 * The test's pattern; throws where RE2 has no such syntax. Made anew it would build its states anew: every match is
 * explained, and of SigmaHQ's rules over recorded events that took a quarter of a scan.
 */
export const regexOf = onceEach(({ pattern, flags }: TestOf<'regex'>) => toRegex(pattern, flags));

/** The test's network. */
export const networkOf = onceEach(({ network }: TestOf<'cidr'>) => toCidr(network));

/** The test's wildcards. */
export const globOf = onceEach(({ parts }: TestOf<'glob'>) => toGlob(parts));

/** Tests do not change, and what was made of one goes with it. */
function onceEach<Test extends object, Ready extends object>(
  make: (test: Test) => Ready,
): (test: Test) => Ready {
  const known = new WeakMap<Test, Ready>();
  return (test) => {
    const before = known.get(test);
    if (before !== undefined) return before;
    const ready = make(test);
    known.set(test, ready);
    return ready;
  };
}
