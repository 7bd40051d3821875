// What reads a planned object, whatever that is.

import type { ScanObject } from '../../ports/index.ts';

/** Why the object was not evaluated. */
export interface NotAsPlanned {
  readonly fate: 'gone' | 'changed';
  readonly cause: string;
}

/** An object that reads exactly what was planned. */
export interface PlannedReader {
  readonly object: ScanObject;
  /** Asked once the reading is over. */
  notAsPlanned(): NotAsPlanned | undefined;
}
