// What a start may be asked for by → its name, and the number by which segments are sorted.

import { hashGroup } from '../correlate/index.ts';
import type { CorrelationGroup } from '../model/index.ts';
import type { JoinKey } from '../ports/index.ts';

/** Numbers of names are below this: all integers that are exact. */
export const HASH_LIMIT = 2 ** 53;

/** The name of what is offered under a join key. */
export function startName({ tenant, source, key }: JoinKey): string {
  return JSON.stringify(['k', tenant, source, key]);
}

/** The name of a group's partial matches. */
export function groupName({ tenant, correlation, values }: CorrelationGroup): string {
  return JSON.stringify(['g', tenant, correlation, ...values]);
}

/**
 * 53 bits of a name. Two names may have the same: whoever is asked for one of them is given both, which costs a write and
 * changes no verdict.
 */
export function hashName(name: string): number {
  const { first, second } = hashGroup([name]);
  return (first >>> 0) * 2 ** 21 + (second >>> 11);
}
