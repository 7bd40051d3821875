// The ledger of scanned objects in the memory of one process.

import type {
  AbandonedClaim,
  Claim,
  ClaimTerms,
  Clock,
  DueItem,
  LedgerEntry,
  ObjectLedger,
  ObjectVersion,
} from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 400 * 86_400_000;

/** A claim; without an owner it waits for its hop. */
interface Lease {
  readonly version: ObjectVersion;
  readonly owner: string | undefined;
  readonly ruleset: string;
  readonly hop: number;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** A ledger that lives as long as its process. */
export interface MemoryObjectLedger extends ObjectLedger {
  /** Claims whose lease is over. */
  due(nowMs: number): readonly DueItem[];
}

/** A ledger that knows of nothing. */
export function createMemoryObjectLedger(clock: Clock): MemoryObjectLedger {
  const entries = new ExpiringMap<LedgerEntry>(clock);
  const leases = new Map<string, Lease>();
  const read = async (version: ObjectVersion) => entries.get(keyOf(version));
  const lease = (version: ObjectVersion, owner: string | undefined, terms: ClaimTerms) => {
    const { ruleset, hop, leaseMs } = terms;
    const nowMs = clock.nowMs();
    const { sinceMs = nowMs } = leases.get(keyOf(version)) ?? {};
    const untilMs = nowMs + leaseMs;
    leases.set(keyOf(version), { version, owner, ruleset, hop, sinceMs, untilMs });
  };
  return {
    read,
    readMany: (versions) => Promise.all(versions.map(read)),
    async claim(version, terms) {
      const entry = entries.get(keyOf(version));
      if (isLive(entry, terms.ruleset)) return { kind: 'done', entry };
      const held = leases.get(keyOf(version));
      if (held !== undefined && held.untilMs > clock.nowMs() && !isOpen(held, terms)) {
        return refusalOf(held, terms);
      }
      lease(version, terms.owner, terms);
      return { kind: 'claimed' };
    },
    async handOn(version, terms) {
      if (leases.get(keyOf(version))?.owner !== terms.owner) return;
      lease(version, undefined, { ...terms, hop: terms.hop + 1 });
    },
    async release(version, owner) {
      const key = keyOf(version);
      if (leases.get(key)?.owner === owner) leases.delete(key);
    },
    async *abandoned(nowMs): AsyncGenerator<AbandonedClaim> {
      for (const [key, { version, hop, untilMs }] of [...leases]) {
        if (untilMs <= nowMs && leases.delete(key)) yield { version, hop, untilMs };
      }
    },
    async underWaySince() {
      const since = [...leases.values()].map(({ sinceMs }) => sinceMs);
      return since.length === 0 ? undefined : Math.min(...since);
    },
    async complete(version, scan) {
      const key = keyOf(version);
      const isReplay = scan.origin === 'replay';
      if (isReplay && isLive(entries.get(key), scan.ruleset)) return;
      entries.set(key, { ...scan, completedMs: clock.nowMs() }, KEEP_MS);
      if (!isReplay) leases.delete(key);
    },
    due: (nowMs) => dueOf(leases, nowMs),
  };
}

function dueOf(leases: ReadonlyMap<string, Lease>, nowMs: number): readonly DueItem[] {
  return [...leases]
    .filter(([, { untilMs }]) => untilMs <= nowMs)
    .map(([id, { untilMs }]) => ({ kind: 'claim', id, dueMs: untilMs }));
}

/** Entered by a live scan with these rules. */
function isLive(entry: LedgerEntry | undefined, ruleset: string): entry is LedgerEntry {
  return entry?.ruleset === ruleset && entry.origin === undefined;
}

function refusalOf(held: Lease, { ruleset, hop }: ClaimTerms): Claim {
  const isBehind = held.ruleset === ruleset && held.hop > hop;
  if (isBehind) return { kind: 'handed-on', hop: held.hop };
  return { kind: 'held', untilMs: held.untilMs };
}

/** This attempt's own; of an earlier hop; or one that waits for this hop, or for hops with other rules. */
function isOpen(lease: Lease, { owner, ruleset, hop }: ClaimTerms): boolean {
  const isSame = lease.ruleset === ruleset;
  if (lease.owner === owner || (isSame && lease.hop < hop)) return true;
  return lease.owner === undefined && (!isSame || lease.hop === hop);
}

function keyOf({ tenant, bucket, key, etag, size }: ObjectVersion): string {
  return JSON.stringify([tenant, bucket, key, etag, size]);
}
