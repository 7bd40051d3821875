// Connections that wait, each an item of its own, noted by its ref under each of its keys.
//
//   W#tenant#ref / -    keys · body · dueMs · judged? · ttl · due, dueAt until it is judged
//
// A connection is written before it is noted, and taken off the lists before it is deleted: whoever reads a ref can read
// the connection, or it is settled. After the last note every other key is read again: an offer that came under one key
// while the others were being noted is seen here, and one that comes later sees the note.

import type {
  AwaitReply,
  JoinKey,
  KeyOffers,
  OfferReply,
  OpenConnection,
  ProcessStore,
  WaitingConnection,
} from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { mapSome } from './batches.ts';
import { dueAt, dueKeys, IS_DUE } from './due.ts';
import { ItemTooLargeError } from './errors.ts';
import { endsAfter, IS_FREE, secondsOf } from './expiry.ts';
import { type Item, N, numberOf, S, textOf } from './item.ts';
import { ALONE, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import { addOffers, addRef, dropRefs, type Head, KEEP_MS, readHeads } from './process-heads.ts';
import type { StateTable } from './state-table.ts';

/** What is given of a connection to name it. */
type Named = Pick<OpenConnection, 'tenant' | 'ref'>;

/** The store in the table. */
export function createProcessStore(table: StateTable): ProcessStore {
  return {
    putStarts: (starts) => mapSome(starts, (start) => putStart(table, start)),
    awaitStart: (connection) => awaitStart(table, connection),
    settleDue: (nowMs, leaseMs) => settleDue(table, nowMs, leaseMs),
    async conclude(connection) {
      await mapSome(connection.keys, (key) => dropRefs(table, key, [connection.ref]));
      await table.delete(connectionKey(connection));
    },
    async judgedEarly(connection) {
      await table.update(connectionKey(connection), {
        update: 'SET #judged = :yes REMOVE #due, #dueAt',
        condition: 'attribute_exists(#pk)',
        values: { ':yes': { BOOL: true } },
      });
      return offersOf(await readHeads(table, connection.keys));
    },
  };
}

async function putStart(table: StateTable, { key, offers }: KeyOffers): Promise<OfferReply> {
  try {
    const head = await addOffers(table, key, offers);
    return { kind: 'kept', waiting: await readWaiting(table, key.tenant, head.refs) };
  } catch (error) {
    if (error instanceof ItemTooLargeError) return { kind: 'tooLarge' };
    throw error;
  }
}

async function awaitStart(table: StateTable, connection: OpenConnection): Promise<AwaitReply> {
  const { keys, ref } = connection;
  const put = await putConnection(table, connection);
  if (put === 'tooLarge') {
    return { kind: put, isLate: false, offered: offersOf(await readHeads(table, keys)) };
  }
  const noted: Head[] = [];
  for (const key of keys) {
    const head = (await addRef(table, key, ref)) ?? (await addRefInPlaceOfGone(table, key, ref));
    if (head !== undefined) noted.push(head);
  }
  const isFull = noted.length < keys.length;
  const heads = keys.length === 1 && !isFull ? noted : await readHeads(table, keys);
  return { kind: isFull ? 'full' : 'waits', isLate: put === 'late', offered: offersOf(heads) };
}

/** Puts it, if it is not there; tells one that is there and past its time. */
async function putConnection(
  table: StateTable,
  connection: OpenConnection,
): Promise<'kept' | 'late' | 'tooLarge'> {
  const { keys, body, dueMs } = connection;
  const { pk, sk } = connectionKey(connection);
  const nowMs = table.nowMs();
  const item: Item = {
    pk: S(pk),
    sk: S(sk),
    ref: S(connection.ref),
    tenant: S(connection.tenant),
    keys: pack(keys.map(({ source, key }) => [source, key])),
    body: pack(body),
    dueMs: N(dueMs),
    ...dueAt('connection', pk, dueMs),
    ...endsAfter(nowMs, KEEP_MS),
  };
  try {
    const refused = await table.put(item, IS_FREE, secondsOf(nowMs));
    const standing = refused && (refused.item ?? (await table.get({ pk, sk })));
    return standing !== undefined && isLate(standing, nowMs) ? 'late' : 'kept';
  } catch (error) {
    if (error instanceof ItemTooLargeError) return 'tooLarge';
    throw error;
  }
}

function isLate(item: Item, nowMs: number): boolean {
  return item['judged']?.BOOL === true || numberOf(item, 'dueMs') <= nowMs;
}

/** A list may be full of connections that have ended: they leave no trace but their refs. */
async function addRefInPlaceOfGone(
  table: StateTable,
  key: JoinKey,
  ref: string,
): Promise<Head | undefined> {
  const { refs } = (await readHeads(table, [key]))[0] ?? { refs: [] };
  const waiting = new Set((await readItems(table, key.tenant, refs)).keys());
  const gone = refs.filter((other) => !waiting.has(other));
  if (gone.length === 0) return undefined;
  await dropRefs(table, key, gone);
  return await addRef(table, key, ref);
}

async function* settleDue(
  table: StateTable,
  nowMs: number,
  leaseMs: number,
): AsyncGenerator<WaitingConnection> {
  for await (const { key } of dueKeys(table, 'connection', nowMs)) {
    const item = await table.update(key, {
      update: 'SET #dueAt = :later',
      condition: IS_DUE,
      values: { ':now': N(nowMs), ':later': N(nowMs + leaseMs) },
    });
    if (!isRefused(item)) yield await complete(table, item);
  }
}

/** Connections under their refs, those that have not ended; by ref. */
async function readWaiting(
  table: StateTable,
  tenant: string,
  refs: readonly string[],
): Promise<readonly WaitingConnection[]> {
  const items = await readItems(table, tenant, refs);
  return await mapSome([...items.values()], (item) => complete(table, item));
}

async function readItems(
  table: StateTable,
  tenant: string,
  refs: readonly string[],
): Promise<ReadonlyMap<string, Item>> {
  if (refs.length === 0) return new Map();
  const keys = refs.map((ref) => ({ ref, ...connectionKey({ tenant, ref }) }));
  const items = await table.getMany(keys);
  return new Map(
    keys.flatMap(({ ref, pk, sk }) => {
      const item = items.get(`${pk} ${sk}`);
      return item === undefined ? [] : [[ref, item] as const];
    }),
  );
}

async function complete(table: StateTable, item: Item): Promise<WaitingConnection> {
  const tenant = textOf(item, 'tenant');
  const keys = unpack<readonly (readonly [string, string])[]>(item, 'keys').map(
    ([source, key]) => ({ tenant, source, key }),
  );
  return {
    tenant,
    ref: textOf(item, 'ref'),
    keys,
    body: unpack<string>(item, 'body'),
    dueMs: numberOf(item, 'dueMs'),
    offered: offersOf(await readHeads(table, keys)),
    isJudged: item['judged']?.BOOL === true,
  };
}

function offersOf(heads: readonly Head[]): WaitingConnection['offered'] {
  return heads.map(({ offers }) => offers);
}

function connectionKey({ tenant, ref }: Named): ItemKey {
  return { pk: partitionKey('W', tenant, [ref]), sk: ALONE };
}
