// The ledger of scanned objects.
//
//   O#tenant#bucket#key / etag#size    one Put at completion; a claim before it is an update of the same item
//
//   claim by A ──────────── lease ───────────┐ over: B may claim
//                └─ complete: scan, no lease ─→ done for these rules, for 400 days

import type {
  Claim,
  ClaimTerms,
  CompletedScan,
  LedgerEntry,
  ObjectLedger,
  ObjectVersion,
} from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { endsAfter } from './expiry.ts';
import { findNumber, type Item, N, numberOf, S, textOf } from './item.ts';
import { escapePart, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 400 * 86_400_000;

/** Never scanned, or long ago, or with other rules; and nobody else is at it. */
const MAY_CLAIM =
  '(attribute_not_exists(#completedAt) OR #completedAt <= :oldest OR #ruleset <> :ruleset) AND ' +
  '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now OR #owner = :owner)';

/** The ledger in the table. */
export function createObjectLedger(table: StateTable): ObjectLedger {
  const read = async (version: ObjectVersion) => {
    const item = await table.get(keyOf(version));
    return item === undefined ? undefined : entryOf(item, table.nowMs());
  };
  return {
    read,
    async readMany(versions) {
      const items = await table.getMany(versions.map(keyOf));
      return versions.map((version) => {
        const { pk, sk } = keyOf(version);
        const item = items.get(`${pk} ${sk}`);
        return item === undefined ? undefined : entryOf(item, table.nowMs());
      });
    },
    claim: (version, terms) => claim(table, keyOf(version), terms),
    async complete(version: ObjectVersion, { ruleset, counts, findings }: CompletedScan) {
      const nowMs = table.nowMs();
      await table.put({
        ...itemOf(keyOf(version)),
        ruleset: S(ruleset),
        completedAt: N(nowMs),
        scan: pack({ counts, findings }),
        ...endsAfter(nowMs, KEEP_MS),
      });
    },
  };
}

async function claim(table: StateTable, key: ItemKey, terms: ClaimTerms): Promise<Claim> {
  const { owner, ruleset, leaseMs } = terms;
  const nowMs = table.nowMs();
  const answer = await table.update(key, {
    update: 'SET #owner = :owner, #leaseUntil = :until, #ttl = :ttl',
    condition: MAY_CLAIM,
    values: {
      ':owner': S(owner),
      ':ruleset': S(ruleset),
      ':until': N(nowMs + leaseMs),
      ':now': N(nowMs),
      ':oldest': N(nowMs - KEEP_MS),
      ':ttl': endsAfter(nowMs, KEEP_MS)['ttl'] ?? N(0),
    },
  });
  if (!isRefused(answer)) return { kind: 'claimed' };
  const item = answer.item ?? (await table.get(key));
  const entry = item === undefined ? undefined : entryOf(item, nowMs);
  if (entry?.ruleset === ruleset) return { kind: 'done', entry };
  const untilMs = item === undefined ? undefined : findNumber(item, 'leaseUntil');
  return { kind: 'held', untilMs: untilMs ?? nowMs };
}

/** The scan that an item tells of. A claim keeps the item alive, so that the scan's own age counts. */
function entryOf(item: Item, nowMs: number): LedgerEntry | undefined {
  const completedMs = findNumber(item, 'completedAt');
  if (completedMs === undefined || completedMs <= nowMs - KEEP_MS) return undefined;
  const scan = unpack<Pick<CompletedScan, 'counts' | 'findings'>>(item, 'scan');
  return { ruleset: textOf(item, 'ruleset'), ...scan, completedMs: numberOf(item, 'completedAt') };
}

function keyOf({ tenant, bucket, key, etag, size }: ObjectVersion): ItemKey {
  return { pk: partitionKey('O', tenant, [bucket, key]), sk: `${escapePart(etag)}#${size}` };
}

function itemOf({ pk, sk }: ItemKey): Item {
  return { pk: S(pk), sk: S(sk) };
}
