// Objects per fate → `1 incomplete, 2 gone`: those that were not scanned to their end, in one order everywhere.

import type { ObjectFate } from '../../replay/index.ts';
import { number } from '../plural.ts';

/** From what may be read again to what is another object by now. */
const BAD_FATES = [
  'incomplete',
  'failed',
  'gone',
  'changed',
] as const satisfies readonly ObjectFate[];

/** A text for each fate that some have; none where all were scanned. */
export function badFates(objects: Readonly<Record<ObjectFate, number>>): readonly string[] {
  return BAD_FATES.filter((fate) => objects[fate] > 0).map(
    (fate) => `${number(objects[fate])} ${fate}`,
  );
}
