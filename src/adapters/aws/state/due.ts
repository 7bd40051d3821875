// The sparse index `due`: items that wait for their time carry two attributes, and lose them when they are done.
//
//   due = kind#shard, dueAt = epoch ms.  An item's shard is told from its key: a busy minute must not end in one partition.

import type { DueIndex, DueItem, DueKind } from '../../../ports/index.ts';
import { type Item, N, numberOf, S, textOf } from './item.ts';
import { hashText, type ItemKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

/** Name of the index, whose projection is KEYS_ONLY: writes cost less, and what is due is read from the table anyway. */
export const DUE_INDEX = 'due';

/** Each is 1,000 writes a second, and one query a minute and kind. */
const SHARDS = 8;

/** Items of a shard that are gathered at once, the longest due first: a run must end what it takes on. */
const MAX_GATHERED = 1_000;

/** What an item is found by, and since when. */
export interface DueKey {
  readonly key: ItemKey;
  readonly dueMs: number;
}

/** Attributes of an item that is due at `dueMs`. */
export function dueAt(kind: DueKind, pk: string, dueMs: number): Item {
  return { due: S(`${kind}#${shardOf(pk)}`), dueAt: N(dueMs) };
}

/** Condition: the item still waits, and is due. The index lags: an item it names may be done, or leased. */
export const IS_DUE = '(attribute_exists(#due) AND #dueAt <= :now)';

/** Keys of what the index holds that is due; stop iterating to read no more. */
export async function* dueKeys(
  table: StateTable,
  kind: DueKind,
  nowMs: number,
): AsyncGenerator<DueKey> {
  for (let shard = 0; shard < SHARDS; shard++) yield* dueInShard(table, kind, shard, nowMs);
}

/** The same, but gathered: all items of a partition are in one gathering, unless more of its shard are due than it takes. */
export async function* dueByShard(
  table: StateTable,
  kind: DueKind,
  nowMs: number,
): AsyncGenerator<readonly DueKey[]> {
  for (let shard = 0; shard < SHARDS; shard++) {
    const keys: DueKey[] = [];
    for await (const key of dueInShard(table, kind, shard, nowMs, MAX_GATHERED)) {
      keys.push(key);
    }
    if (keys.length > 0) yield keys;
  }
}

/** The index as a port. */
export function createDueIndex(table: StateTable): DueIndex {
  return {
    async *due(kind: DueKind, nowMs: number): AsyncGenerator<DueItem> {
      for await (const { key, dueMs } of dueKeys(table, kind, nowMs)) {
        yield { kind, id: `${key.pk} ${key.sk}`, dueMs };
      }
    },
  };
}

async function* dueInShard(
  table: StateTable,
  kind: DueKind,
  shard: number,
  nowMs: number,
  limit?: number,
): AsyncGenerator<DueKey> {
  const items = table.query({
    indexName: DUE_INDEX,
    ...(limit !== undefined && { limit }),
    condition: '#due = :due AND #dueAt <= :now',
    values: { ':due': S(`${kind}#${shard}`), ':now': N(Math.min(nowMs, Number.MAX_SAFE_INTEGER)) },
  });
  for await (const item of items) {
    const key = { pk: textOf(item, 'pk'), sk: textOf(item, 'sk') };
    yield { key, dueMs: numberOf(item, 'dueAt') };
  }
}

function shardOf(pk: string): number {
  return Buffer.from(hashText(pk).slice(0, 4), 'base64url').readUInt16BE(0) % SHARDS;
}
