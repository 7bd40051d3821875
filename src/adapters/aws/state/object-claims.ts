// Claims of large objects: attributes of the object's item in the ledger, gone when its scan is entered.
//
//   O#… / etag#size    owner while a scan is at it · hop, claimFor, leaseUntil, claimed, claimedAt · due, dueAt: when it is
//                      abandoned

import type {
  AbandonedClaim,
  Claim,
  ClaimTerms,
  LedgerEntry,
  ObjectVersion,
} from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { mapSome } from './batches.ts';
import { dueAt, dueKeys, IS_DUE } from './due.ts';
import { findNumber, type Item, N, numberOf, S } from './item.ts';
import type { ItemKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

/** What the table knows of an object that is to be claimed. */
export interface ClaimedItem {
  readonly key: ItemKey;
  readonly version: ObjectVersion;
  /** A completed scan this old counts no more. */
  readonly oldestMs: number;
  /** When the item ends. */
  readonly ttl: Item;
  entryOf(item: Item): LedgerEntry | undefined;
}

/** Never scanned, or long ago, or with other rules, or by a replay. */
const IS_WANTED =
  '(attribute_not_exists(#completedAt) OR #completedAt <= :oldest OR #ruleset <> :ruleset OR attribute_exists(#origin))';

/** Nobody has a claim, or this very attempt; or the claim is of an earlier hop, or waits for this one. */
const IS_OPEN =
  '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now OR #owner = :owner' +
  ' OR (#claimFor = :ruleset AND #hop < :hop)' +
  ' OR (attribute_not_exists(#owner) AND (#claimFor <> :ruleset OR #hop = :hop)))';

const CLAIM = '#hop = :hop, #leaseUntil = :until, #due = :due, #dueAt = :until';

/** What a claim is made of, taken away. */
const NO_CLAIM = 'REMOVE #owner, #hop, #claimFor, #leaseUntil, #claimed, #claimedAt, #due, #dueAt';

/** Asks for a claim. */
export async function claim(
  table: StateTable,
  { key, version, oldestMs, ttl, entryOf }: ClaimedItem,
  { owner, ruleset, leaseMs, hop }: ClaimTerms,
): Promise<Claim> {
  const nowMs = table.nowMs();
  const answer = await table.update(key, {
    update:
      'SET #owner = :owner, #claimFor = :ruleset, #claimed = :claimed, #ttl = :ttl, ' +
      `#claimedAt = if_not_exists(#claimedAt, :now), ${CLAIM}`,
    condition: `${IS_WANTED} AND ${IS_OPEN}`,
    values: {
      ':owner': S(owner),
      ':ruleset': S(ruleset),
      ':hop': N(hop),
      ':claimed': pack(version),
      ':now': N(nowMs),
      ':oldest': N(oldestMs),
      ':ttl': ttl['ttl'] ?? N(0),
      ...dueValues(key, nowMs + leaseMs),
    },
  });
  if (!isRefused(answer)) return { kind: 'claimed' };
  const item = answer.item ?? (await table.get(key)) ?? {};
  const entry = entryOf(item);
  if (entry?.ruleset === ruleset && entry.origin === undefined) return { kind: 'done', entry };
  const reached = findNumber(item, 'hop') ?? hop;
  if (item['claimFor']?.S === ruleset && reached > hop) return { kind: 'handed-on', hop: reached };
  return { kind: 'held', untilMs: findNumber(item, 'leaseUntil') ?? nowMs };
}

/** The next hop is waited for. Refused where it began already, or the claim went to another. */
export async function handOn(
  table: StateTable,
  key: ItemKey,
  { owner, leaseMs, hop }: ClaimTerms,
): Promise<void> {
  await table.update(key, {
    update: `SET ${CLAIM} REMOVE #owner`,
    condition: '#owner = :owner',
    values: {
      ':owner': S(owner),
      ':hop': N(hop + 1),
      ...dueValues(key, table.nowMs() + leaseMs),
    },
  });
}

/** Ends an owner's claim. */
export async function release(table: StateTable, key: ItemKey, owner: string): Promise<void> {
  const values = { ':owner': S(owner) };
  await table.update(key, { update: NO_CLAIM, condition: '#owner = :owner', values });
}

/** Ends claims whose lease is over. */
export async function* abandonedClaims(
  table: StateTable,
  nowMs: number,
): AsyncGenerator<AbandonedClaim> {
  for await (const { key } of dueKeys(table, 'claim', nowMs)) {
    const item = await table.get(key);
    const untilMs = item && findNumber(item, 'leaseUntil');
    if (item === undefined || untilMs === undefined || untilMs > nowMs) continue;
    const ended = await table.update(key, {
      update: NO_CLAIM,
      condition: `${IS_DUE} AND #leaseUntil = :until`,
      values: { ':now': N(nowMs), ':until': N(untilMs) },
    });
    if (isRefused(ended)) continue;
    yield { version: unpack<ObjectVersion>(item, 'claimed'), hop: numberOf(item, 'hop'), untilMs };
  }
}

/** The first of those that are claimed, whenever their leases end. */
export async function underWaySince(table: StateTable): Promise<number | undefined> {
  const keys: ItemKey[] = [];
  for await (const { key } of dueKeys(table, 'claim', Number.MAX_SAFE_INTEGER)) keys.push(key);
  // The index may lag: what is completed by now has no claim.
  const items = await mapSome(keys, (key) => table.get(key));
  const since = items.flatMap((item) => (item && findNumber(item, 'claimedAt')) ?? []);
  return since.length === 0 ? undefined : Math.min(...since);
}

function dueValues({ pk }: ItemKey, untilMs: number): Item {
  const { due = S(''), dueAt: until = N(untilMs) } = dueAt('claim', pk, untilMs);
  return { ':due': due, ':until': until };
}
