// Alerts in the table: documents that are changed by comparing and setting.
//
//   A#tenant#source#host#entity / -    alert, id, version · ttl · due, dueAt while time will bring something
//
//   read ─→ change ─→ put, if version is what was read ─ refused: of what stands there now ─→ change ─→ …

import type { AlertGroup, StoredAlert } from '../../../model/index.ts';
import type { AlertChange, AlertStore } from '../../../ports/index.ts';
import { dueAt, dueKeys } from './due.ts';
import { StateStoreError } from './errors.ts';
import { endsAfter, hasEnded, IS_FREE, secondsOf } from './expiry.ts';
import { type Item, N, numberOf, S } from './item.ts';
import { ALONE, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 7 * 86_400_000;

/** Each refusal is another's success: only more writers at once than findings of one process could be refused as often. */
const MAX_ROUNDS = 50;

/** The store in the table. */
export function createAlertStore(table: StateTable): AlertStore {
  return {
    async read(group) {
      const item = await table.get(keyOf(group));
      return item && alertOf(item);
    },
    change: (group, change) => changeAlert(table, group, change),
    due: (nowMs, leaseMs) => due(table, nowMs, leaseMs),
  };
}

async function changeAlert(
  table: StateTable,
  group: AlertGroup,
  change: AlertChange,
): Promise<StoredAlert | undefined> {
  const key = keyOf(group);
  let item = await table.get(key);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const there = item && alertOf(item);
    const next = change(there);
    if (next === undefined) return there;
    const refused = await set(table, key, item, next);
    if (refused === undefined) return next;
    item = refused.item ?? (await table.get(key));
    if (item !== undefined && hasEnded(item, table.nowMs())) item = undefined;
  }
  throw new StateStoreError('PutItem', 'CONTENDED', `${key.pk} changed ${MAX_ROUNDS} times`);
}

/** Writes the whole alert in place of what was read. */
async function set(table: StateTable, { pk, sk }: ItemKey, was: Item | undefined, to: StoredAlert) {
  const nowMs = table.nowMs();
  const item: Item = {
    pk: S(pk),
    sk: S(sk),
    id: S(to.id),
    version: N(was === undefined ? 0 : numberOf(was, 'version') + 1),
    alert: pack(to),
    ...endsAfter(nowMs, KEEP_MS),
    ...(to.dueMs !== undefined && dueAt('alert', pk, to.dueMs)),
  };
  if (was === undefined) return await table.put(item, IS_FREE, secondsOf(nowMs));
  const values = { ':version': N(numberOf(was, 'version')), ':id': was['id'] ?? S('') };
  return await table.put(item, '#version = :version AND #id = :id', values);
}

async function* due(
  table: StateTable,
  nowMs: number,
  leaseMs: number,
): AsyncGenerator<StoredAlert> {
  for await (const { key } of dueKeys(table, 'alert', nowMs)) {
    const item = await table.get(key);
    if (item === undefined) continue;
    const alert = alertOf(item);
    if (alert.dueMs === undefined || alert.dueMs > nowMs) continue;
    const leased = { ...alert, dueMs: nowMs + leaseMs };
    if ((await set(table, key, item, leased)) === undefined) yield leased;
  }
}

function alertOf(item: Item): StoredAlert {
  return unpack<StoredAlert>(item, 'alert');
}

function keyOf({ tenant, source, hostKey, entityKey }: AlertGroup): ItemKey {
  return { pk: partitionKey('A', tenant, [source, hostKey, entityKey]), sk: ALONE };
}
