// A store under test and the clock it reads.

import type { SetClock } from '../support/set-clock.ts';

/** A store in which nothing is kept yet. */
export interface Opened<S> {
  readonly store: S;
  readonly clock: SetClock;
}

/** Opens one. */
export type Open<S> = () => Promise<Opened<S>>;
