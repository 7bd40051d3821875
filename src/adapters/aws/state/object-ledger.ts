// The ledger of scanned objects.
//
//   O#tenant#bucket#key / etag#size    one Put at completion; a claim before it is an update of the same item
//
//   a replay's: origin · an update, which leaves claims as they are
//
//   claim by A ──────────── lease ───────────┐ over: B may claim
//                └─ complete: scan, no lease ─→ done for these rules, for 400 days

import type {
  CompletedScan,
  LedgerEntry,
  ObjectLedger,
  ObjectVersion,
} from '../../../ports/index.ts';
import { endsAfter } from './expiry.ts';
import { findNumber, type Item, N, numberOf, S, textOf } from './item.ts';
import { escapePart, type ItemKey, partitionKey } from './keys.ts';
import {
  abandonedClaims,
  claim,
  type ClaimedItem,
  handOn,
  release,
  underWaySince,
} from './object-claims.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 400 * 86_400_000;

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
    claim: (version, terms) => claim(table, claimedItem(table, version), terms),
    handOn: (version, terms) => handOn(table, keyOf(version), terms),
    release: (version, owner) => release(table, keyOf(version), owner),
    abandoned: (nowMs) => abandonedClaims(table, nowMs),
    underWaySince: () => underWaySince(table),
    async complete(version: ObjectVersion, completed: CompletedScan) {
      const nowMs = table.nowMs();
      if (completed.origin === 'replay') return await enterReplay(table, version, completed);
      const { ruleset, ...scan } = completed;
      await table.put({
        ...itemOf(keyOf(version)),
        ruleset: S(ruleset),
        completedAt: N(nowMs),
        scan: pack(scan),
        ...endsAfter(nowMs, KEEP_MS),
      });
    },
  };
}

/** Never scanned, or long ago, or by a replay, or with other rules. */
const IS_NEWS =
  '(attribute_not_exists(#completedAt) OR #completedAt <= :oldest OR attribute_exists(#origin) OR #ruleset <> :ruleset)';

/** An update, not a Put: a live scan may have a claim on the version. */
async function enterReplay(
  table: StateTable,
  version: ObjectVersion,
  { ruleset, origin = 'replay', ...scan }: CompletedScan,
): Promise<void> {
  const nowMs = table.nowMs();
  await table.update(keyOf(version), {
    update:
      'SET #ruleset = :ruleset, #completedAt = :now, #scan = :scan, #origin = :origin, #ttl = :ttl',
    condition: IS_NEWS,
    values: {
      ':ruleset': S(ruleset),
      ':now': N(nowMs),
      ':scan': pack({ ...scan, origin }),
      ':origin': S(origin),
      ':oldest': N(nowMs - KEEP_MS),
      ':ttl': endsAfter(nowMs, KEEP_MS)['ttl'] ?? N(0),
    },
  });
}

function claimedItem(table: StateTable, version: ObjectVersion): ClaimedItem {
  const nowMs = table.nowMs();
  return {
    key: keyOf(version),
    version,
    oldestMs: nowMs - KEEP_MS,
    ttl: endsAfter(nowMs, KEEP_MS),
    entryOf: (item) => entryOf(item, nowMs),
  };
}

/** The scan that an item tells of. A claim keeps the item alive, so that the scan's own age counts. */
function entryOf(item: Item, nowMs: number): LedgerEntry | undefined {
  const completedMs = findNumber(item, 'completedAt');
  if (completedMs === undefined || completedMs <= nowMs - KEEP_MS) return undefined;
  const scan = unpack<Omit<CompletedScan, 'ruleset'>>(item, 'scan');
  return { ruleset: textOf(item, 'ruleset'), ...scan, completedMs: numberOf(item, 'completedAt') };
}

function keyOf({ tenant, bucket, key, etag, size }: ObjectVersion): ItemKey {
  return { pk: partitionKey('O', tenant, [bucket, key]), sk: `${escapePart(etag)}#${size}` };
}

function itemOf({ pk, sk }: ItemKey): Item {
  return { pk: S(pk), sk: S(sk) };
}
