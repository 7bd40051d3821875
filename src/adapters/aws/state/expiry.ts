// When an item ends. DynamoDB deletes late, within days: every read and every condition compares for itself.

import { findNumber, type Item, N } from './item.ts';

/** Attributes of an item that ends `keepMs` after `fromMs`: TTL wants whole seconds. */
export function endsAfter(fromMs: number, keepMs: number): Item {
  return { ttl: N(Math.ceil((fromMs + keepMs) / 1_000)) };
}

/** True where an item has ended, though it may still be in the table. */
export function hasEnded(item: Item, nowMs: number): boolean {
  const endsSeconds = findNumber(item, 'ttl');
  return endsSeconds !== undefined && endsSeconds <= nowMs / 1_000;
}

/** Value `:seconds` of the conditions below. */
export function secondsOf(nowMs: number): Item {
  return { ':seconds': N(nowMs / 1_000) };
}

/** Condition: there is no such item, or it has ended. */
export const IS_FREE = '(attribute_not_exists(#pk) OR #ttl <= :seconds)';

/** Condition: there is such an item, and it has not ended. */
export const IS_LIVE = '(attribute_exists(#pk) AND #ttl > :seconds)';
