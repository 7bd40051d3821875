// Where records go that could not be read, so that they can be looked at and redriven.

import type { Rejection } from '../model/index.ts';

/** Keeps rejected records. */
export interface Quarantine {
  /** Called in the object's order, awaited before the scan goes on. */
  keep(object: string, rejection: Rejection): Promise<void>;
}
