// Budgets in the memory of one process.

import type { BudgetStore, Clock } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 7 * 86_400_000;

/** A store in which nothing is spent. */
export function createMemoryBudgets(clock: Clock): BudgetStore {
  const spent = new ExpiringMap<ReadonlySet<string>>(clock);
  return {
    async spend({ tenant, rule, hourMs, most }, id) {
      const key = JSON.stringify([tenant, rule, hourMs]);
      const ids = spent.get(key) ?? new Set();
      if (most < 1 || (!ids.has(id) && ids.size >= most)) return 'over';
      spent.set(key, new Set([...ids, id]), KEEP_MS);
      return 'granted';
    },
  };
}
