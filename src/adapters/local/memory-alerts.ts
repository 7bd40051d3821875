// Alerts in the memory of one process.

import type { AlertGroup, StoredAlert } from '../../model/index.ts';
import type { AlertChange, AlertStore, Clock, DueItem } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 7 * 86_400_000;

/** Alerts that live as long as their process. */
export interface MemoryAlerts extends AlertStore {
  /** Alerts that are due. */
  dueItems(nowMs: number): readonly DueItem[];
}

/** A store without alerts. */
export function createMemoryAlerts(clock: Clock): MemoryAlerts {
  const alerts = new ExpiringMap<StoredAlert>(clock);
  const keep = (alert: StoredAlert) => alerts.set(idOf(alert.group), alert, KEEP_MS);
  const isDue = (nowMs: number) => (alert: StoredAlert) =>
    alert.dueMs !== undefined && alert.dueMs <= nowMs;
  return {
    read: async (group) => alerts.get(idOf(group)),
    async change(group: AlertGroup, change: AlertChange) {
      const next = change(alerts.get(idOf(group)));
      if (next !== undefined) keep(next);
      return alerts.get(idOf(group));
    },
    async *due(nowMs, leaseMs): AsyncGenerator<StoredAlert> {
      for (const [id] of alerts.entries()) {
        const alert = alerts.get(id);
        if (alert === undefined || !isDue(nowMs)(alert)) continue;
        const leased = { ...alert, dueMs: nowMs + leaseMs };
        keep(leased);
        yield leased;
      }
    },
    dueItems: (nowMs) =>
      alerts
        .entries()
        .filter(([, alert]) => isDue(nowMs)(alert))
        .map(([id, { dueMs = nowMs }]) => ({ kind: 'alert', id, dueMs })),
  };
}

function idOf({ tenant, source, hostKey, entityKey }: AlertGroup): string {
  return JSON.stringify([tenant, source, hostKey, entityKey]);
}
