// Budgets in the table: the ids that spent, as a set that takes no more than it may.
//
//   B#tenant#rule#hour / -    ids · ttl

import type { BudgetStore } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { endsAfter, hasEnded, IS_LIVE, secondsOf } from './expiry.ts';
import { N, S, SS, setOf } from './item.ts';
import { ALONE, partitionKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 7 * 86_400_000;

/** The store in the table. */
export function createBudgetStore(table: StateTable): BudgetStore {
  return {
    async spend({ tenant, rule, hourMs, most }, id) {
      if (most < 1) return 'over';
      const hour = new Date(hourMs).toISOString().slice(0, 13);
      const key = { pk: partitionKey('B', tenant, [rule, hour]), sk: ALONE };
      const nowMs = table.nowMs();
      const ttl = endsAfter(nowMs, KEEP_MS)['ttl'] ?? N(0);
      const spend = () =>
        table.update(key, {
          update: 'ADD #ids :ids SET #ttl = :ttl',
          condition: `attribute_not_exists(#pk) OR (${IS_LIVE} AND (contains(#ids, :id) OR size(#ids) < :most))`,
          values: {
            ':ids': SS([id]),
            ':id': S(id),
            ':most': N(most),
            ':ttl': ttl,
            ...secondsOf(nowMs),
          },
        });
      const answer = await spend();
      if (!isRefused(answer)) return 'granted';
      const there = answer.item ?? (await table.get(key));
      if (there !== undefined && !hasEnded(there, nowMs)) {
        return setOf(there, 'ids').includes(id) ? 'granted' : 'over';
      }
      await table.delete(key, '#ttl <= :seconds', secondsOf(nowMs));
      return isRefused(await spend()) ? 'over' : 'granted';
    },
  };
}
