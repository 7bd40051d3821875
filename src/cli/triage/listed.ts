// What was found under the paths given.

import type { PathProblem } from '../../adapters/local/index.ts';
import type { ScanObject } from '../../ports/index.ts';

/** What there is to triage. */
export interface QuarantineObjects {
  readonly objects: readonly ScanObject[];
  /** Files beside them that are no quarantine's by their name. */
  readonly leftOut: readonly string[];
  readonly problems: readonly PathProblem[];
}
