// Where records go that could not be read, so that they can be looked at and redriven.

import type { Rejection } from '../model/index.ts';

/** Keeps rejected records. */
export interface Quarantine {
  /**
   * Called in the object's order, awaited before the scan goes on.
   * @param from ordinal with which this scan of the object began, where others scanned what stands before. @default 0
   */
  keep(object: string, rejection: Rejection, from?: number): Promise<void>;
}

/**
 * A quarantine with one file an object, or a hop of it. A record of another object ends the file of the one before; closing ends the
 * last. Keeping the same records of an object again gives the same file.
 */
export interface QuarantineFiles extends Quarantine {
  /** Rejects where the file could not be written: the object is then not done. */
  close(): Promise<void>;
}
