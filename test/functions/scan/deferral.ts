// Starts of one sequence are left aside, whoever they are of.

import type { Deferral } from '../../../src/pipeline/index.ts';

/** Of the correlation `sequence` the rule `start` is left aside. */
export const DEFERRAL: Deferral = {
  isNeeded: true,
  defers: ({ id }, rule) => id === 'sequence' && rule === 'start',
  isDeferring: (id) => id === 'sequence',
  deferredGroups: () => [],
  groupsWantedBy: () => [],
};
