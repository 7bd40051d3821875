// Keywords: a test × the leaves of a record.

import type { FieldReader } from './expr.ts';

/** True if the predicate holds for some leaf of the event's record. */
export function anyLeaf(event: FieldReader, holds: (leaf: unknown) => boolean): boolean {
  for (const leaf of event.leaves()) if (holds(leaf)) return true;
  return false;
}
