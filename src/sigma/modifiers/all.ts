// all: every value of the list must hold, instead of any. Where it stands in the chain does not matter.

import type { Modifier } from './modifier.ts';

/** Links a list's values by AND. */
export const all: Modifier = {
  name: 'all',
  summary: 'Every value of the list must hold, instead of any.',
  scope: 'list',
  conflictsWith: [],
  apply: (value) => value,
};
