// What may be done to an invocation from outside, and of which function it is.

import type { OnGiven } from '../../src/local/index.ts';

/** A function of the stack. */
export type FunctionName = 'scan' | 'settle' | 'notify';

/** What is told of one invocation. */
export interface Hooks {
  readonly given: OnGiven | undefined;
  ended(): void;
}
