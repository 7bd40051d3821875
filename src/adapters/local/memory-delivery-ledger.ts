// What was posted, in the memory of one process.

import type { Clock, Delivery, DeliveryLedger } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 30 * 86_400_000;

/** Of one alert at one destination. */
interface Kept {
  /** The newest revision that was posted. */
  readonly posted?: number;
  readonly lease?: { readonly owner: string; readonly revision: number; readonly untilMs: number };
}

/** A ledger of nothing. */
export function createMemoryDeliveryLedger(clock: Clock): DeliveryLedger {
  const kept = new ExpiringMap<Kept>(clock);
  const keep = (delivery: Delivery, next: Kept) => kept.set(idOf(delivery), next, KEEP_MS);
  return {
    async claim(delivery, { owner, leaseMs }) {
      const { revision } = delivery;
      const { posted = -1, lease } = kept.get(idOf(delivery)) ?? {};
      if (posted === revision) return { kind: 'posted' };
      if (posted > revision) return { kind: 'superseded', by: posted };
      const nowMs = clock.nowMs();
      const isOwn = lease?.owner === owner && lease.revision === revision;
      if (lease !== undefined && !isOwn && lease.untilMs > nowMs) {
        return { kind: 'held', untilMs: lease.untilMs, revision: lease.revision };
      }
      const next = { lease: { owner, revision, untilMs: nowMs + leaseMs } };
      keep(delivery, posted < 0 ? next : { posted, ...next });
      return { kind: 'claimed', isFirst: posted < 0 };
    },
    async posted(delivery) {
      const { revision } = delivery;
      const { posted = -1, lease } = kept.get(idOf(delivery)) ?? {};
      const held = lease === undefined || lease.revision === revision ? {} : { lease };
      keep(delivery, { posted: Math.max(posted, revision), ...held });
    },
    async release(delivery, owner) {
      const { posted, lease } = kept.get(idOf(delivery)) ?? {};
      if (lease?.owner !== owner || lease.revision !== delivery.revision) return;
      keep(delivery, posted === undefined ? {} : { posted });
    },
  };
}

function idOf({ tenant, alert, destination }: Delivery): string {
  return JSON.stringify([tenant, alert, destination]);
}
