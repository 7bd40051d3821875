// Digests in the table: each member an item, so that a count is exact; a head that is due when the hour or day is over.
//
//   D#tenant#rule#hour / H            digest, wholeMs, version, revision, told · ttl · due, dueAt until it is sent
//                        M#findingId  member · ttl
//
// The member goes first, then the head: a head that says `sent` has counted it, or its version says otherwise.

import type { DigestKey, DigestMember } from '../../../model/index.ts';
import type { DigestStore, DigestTimes, DueDigest } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { dueAt, dueKeys, IS_DUE } from './due.ts';
import { endsAfter, hasEnded, IS_FREE, IS_LIVE, secondsOf } from './expiry.ts';
import { findNumber, type Item, N, numberOf, S } from './item.ts';
import { escapePart, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 7 * 86_400_000;
const MEMBERS = 'M#';

/** The store in the table. */
export function createDigestStore(table: StateTable): DigestStore {
  return {
    put: (digest, member, times) => put(table, digest, member, times),
    async *members(digest) {
      for await (const item of memberItems(table, digest, '#member, #ttl')) {
        yield unpack<DigestMember>(item, 'member');
      }
    },
    count: (digest) => count(table, digest),
    due: (nowMs, leaseMs) => due(table, nowMs, leaseMs),
    sent: (sentDigest, members) => sent(table, sentDigest, members),
  };
}

async function put(
  table: StateTable,
  digest: DigestKey,
  member: DigestMember,
  times: DigestTimes,
): Promise<'added' | 'known'> {
  const nowMs = table.nowMs();
  const { pk } = headKey(digest);
  const item = {
    pk: S(pk),
    sk: S(MEMBERS + escapePart(member.findingId)),
    member: pack(member),
    ...endsAfter(nowMs, KEEP_MS),
  };
  const refused = await table.put(item, IS_FREE, secondsOf(nowMs));
  if (refused === undefined) {
    await wake(table, digest, times);
    return 'added';
  }
  // Whoever put it may have met its end before the head knew: then it is neither due nor told of.
  const head = await table.get(headKey(digest));
  const isCounted = head?.['dueAt'] !== undefined || (await count(table, digest)) <= toldOf(head);
  if (!isCounted) await wake(table, digest, times);
  return 'known';
}

function toldOf(head: Item | undefined): number {
  return (head && findNumber(head, 'told')) ?? 0;
}

/** The head has something to tell, and its version says so to whoever is telling. */
async function wake(table: StateTable, digest: DigestKey, times: DigestTimes): Promise<void> {
  const { dueMs, firstMs = dueMs } = times;
  const wakeAt = (atMs: number, condition?: string) =>
    wakeHead(table, digest, { dueMs, atMs, ...(condition !== undefined && { condition }) });
  if (firstMs !== dueMs && !isRefused(await wakeAt(firstMs, 'attribute_not_exists(#revision)'))) {
    return;
  }
  await wakeAt(dueMs);
}

async function wakeHead(
  table: StateTable,
  digest: DigestKey,
  { dueMs, atMs, condition }: { dueMs: number; atMs: number; condition?: string },
) {
  const key = headKey(digest);
  const { due: kind = S(''), dueAt: at = N(atMs) } = dueAt('digest', key.pk, atMs);
  return await table.update(key, {
    update:
      'ADD #version :one SET #digest = :digest, #wholeMs = :wholeMs, #due = :due, #dueAt = if_not_exists(#dueAt, :at), #ttl = :ttl',
    ...(condition !== undefined && { condition }),
    values: {
      ':one': N(1),
      ':digest': pack(digest),
      ':wholeMs': N(dueMs),
      ':due': kind,
      ':at': at,
      ':ttl': endsAfter(table.nowMs(), KEEP_MS)['ttl'] ?? N(0),
    },
  });
}

async function count(table: StateTable, digest: DigestKey): Promise<number> {
  let members = 0;
  for await (const item of memberItems(table, digest, '#ttl')) if (item) members++;
  return members;
}

async function* memberItems(
  table: StateTable,
  digest: DigestKey,
  projection: string,
): AsyncGenerator<Item> {
  const nowMs = table.nowMs();
  const items = table.query({
    condition: '#pk = :pk AND begins_with(#sk, :members)',
    values: { ':pk': S(headKey(digest).pk), ':members': S(MEMBERS) },
    projection,
  });
  for await (const item of items) if (!hasEnded(item, nowMs)) yield item;
}

async function* due(table: StateTable, nowMs: number, leaseMs: number): AsyncGenerator<DueDigest> {
  for await (const { key } of dueKeys(table, 'digest', nowMs)) {
    const head = await table.update(key, {
      update: 'SET #dueAt = :later',
      condition: `${IS_DUE} AND ${IS_LIVE}`,
      values: { ':now': N(nowMs), ':later': N(nowMs + leaseMs), ...secondsOf(table.nowMs()) },
    });
    if (isRefused(head)) continue;
    yield {
      digest: unpack<DigestKey>(head, 'digest'),
      wholeMs: numberOf(head, 'wholeMs'),
      revision: findNumber(head, 'revision') ?? 0,
      version: findNumber(head, 'version') ?? 0,
    };
  }
}

async function sent(table: StateTable, due: DueDigest, members: number): Promise<void> {
  const { digest, wholeMs, revision, version } = due;
  const isFirst = 'attribute_exists(#pk) AND (attribute_not_exists(#revision) OR #revision = :was)';
  const values = { ':was': N(revision), ':next': N(revision + 1), ':told': N(members) };
  const answer = await table.update(headKey(digest), {
    update: 'SET #revision = :next, #told = :told REMOVE #due, #dueAt',
    condition: `${isFirst} AND #version = :version`,
    values: { ...values, ':version': N(version) },
  });
  if (!isRefused(answer)) return;
  // Others came in the meantime: they are due, as the next revision.
  await table.update(headKey(digest), {
    update: 'SET #revision = :next, #told = :told, #dueAt = :wholeMs',
    condition: isFirst,
    values: { ...values, ':wholeMs': N(wholeMs) },
  });
}

function headKey({ tenant, kind, rule, fromMs }: DigestKey): ItemKey {
  const period = new Date(fromMs).toISOString().slice(0, kind === 'hour' ? 13 : 10);
  return { pk: partitionKey('D', tenant, [rule, period]), sk: 'H' };
}
