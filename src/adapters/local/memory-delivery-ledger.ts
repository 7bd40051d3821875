// What was posted, in the memory of one process.

import type { Clock, Delivery, DeliveryLedger } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 30 * 86_400_000;

type Kept = 'posted' | { readonly owner: string; readonly untilMs: number };

/** A ledger of nothing. */
export function createMemoryDeliveryLedger(clock: Clock): DeliveryLedger {
  const deliveries = new ExpiringMap<Kept>(clock);
  return {
    async claim(delivery, { owner, leaseMs }) {
      const kept = deliveries.get(idOf(delivery));
      if (kept === 'posted') return { kind: 'posted' };
      const nowMs = clock.nowMs();
      if (kept !== undefined && kept.owner !== owner && kept.untilMs > nowMs) {
        return { kind: 'held', untilMs: kept.untilMs };
      }
      deliveries.set(idOf(delivery), { owner, untilMs: nowMs + leaseMs }, KEEP_MS);
      return { kind: 'claimed' };
    },
    posted: async (delivery) => deliveries.set(idOf(delivery), 'posted', KEEP_MS),
    async release(delivery, owner) {
      const kept = deliveries.get(idOf(delivery));
      if (kept !== undefined && kept !== 'posted' && kept.owner === owner) {
        deliveries.delete(idOf(delivery));
      }
    },
  };
}

function idOf({ tenant, alert, revision, destination }: Delivery): string {
  return JSON.stringify([tenant, alert, revision, destination]);
}
