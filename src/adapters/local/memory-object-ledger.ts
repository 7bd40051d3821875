// The ledger of scanned objects in the memory of one process.

import type {
  Claim,
  ClaimTerms,
  Clock,
  CompletedScan,
  LedgerEntry,
  ObjectLedger,
  ObjectVersion,
} from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 400 * 86_400_000;

interface Lease {
  readonly owner: string;
  readonly untilMs: number;
}

/** A ledger that lives as long as its process. */
export function createMemoryObjectLedger(clock: Clock): ObjectLedger {
  const entries = new ExpiringMap<LedgerEntry>(clock);
  const leases = new Map<string, Lease>();
  const read = async (version: ObjectVersion) => entries.get(keyOf(version));
  return {
    read,
    readMany: (versions) => Promise.all(versions.map(read)),
    async claim(version: ObjectVersion, { owner, ruleset, leaseMs }: ClaimTerms): Promise<Claim> {
      const key = keyOf(version);
      const entry = entries.get(key);
      if (entry?.ruleset === ruleset) return { kind: 'done', entry };
      const lease = leases.get(key);
      const nowMs = clock.nowMs();
      if (lease !== undefined && lease.owner !== owner && lease.untilMs > nowMs) {
        return { kind: 'held', untilMs: lease.untilMs };
      }
      leases.set(key, { owner, untilMs: nowMs + leaseMs });
      return { kind: 'claimed' };
    },
    async complete(version: ObjectVersion, scan: CompletedScan): Promise<void> {
      const key = keyOf(version);
      entries.set(key, { ...scan, completedMs: clock.nowMs() }, KEEP_MS);
      leases.delete(key);
    },
  };
}

function keyOf({ tenant, bucket, key, etag, size }: ObjectVersion): string {
  return JSON.stringify([tenant, bucket, key, etag, size]);
}
