// One item for each process, file or host that events speak of: what is offered, and who waits.
//
//   P#tenant#source#key / -    offers: set of texts · pending: set of refs · ttl
//
// Both are sets that writers add to, so that any order and repetition of writes gives the same item, and the reply to
// each write shows all of it: of an offer and a connection whichever comes second sees the other.

import { leastOffers, type Offer } from '../../../model/index.ts';
import { type JoinKey, MAX_WAITING_PER_KEY } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { ItemShapeError, ItemTooLargeError } from './errors.ts';
import { endsAfter, hasEnded, IS_LIVE, secondsOf } from './expiry.ts';
import { type Item, N, S, SS, setOf } from './item.ts';
import { ALONE, type ItemKey, partitionKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

/** Starts, and those who wait for them, are kept a day from the last write. */
export const KEEP_MS = 24 * 3_600_000;

/** What stands under a key. */
export interface Head {
  /** Those that hold: see `leastOffers`. */
  readonly offers: readonly Offer[];
  readonly refs: readonly string[];
}

const NOTHING: Head = { offers: [], refs: [] };

/** Not yet there, or not yet ended: an item that has ended is deleted first, or what it held would live on. */
const IS_USABLE = `(attribute_not_exists(#pk) OR ${IS_LIVE})`;

/** Adds offers; gives what stands there then. */
export async function addOffers(
  table: StateTable,
  key: JoinKey,
  offers: readonly Offer[],
): Promise<Head> {
  if (offers.length === 0) return (await readHeads(table, [key]))[0] ?? NOTHING;
  const item = await write(table, headKey(key), {
    update: 'ADD #offers :offers SET #ttl = :ttl',
    values: { ':offers': SS([...new Set(offers.map(encodeOffer))]) },
  });
  if (item === undefined) throw new ItemShapeError(`item ${headKey(key).pk} cannot be written to`);
  const head = headOf(item);
  await dropBeaten(table, key, item, head);
  return head;
}

/**
 * Notes a connection; gives what stands there then, or undefined where too many wait already, or what is offered leaves
 * no room.
 */
export async function addRef(
  table: StateTable,
  key: JoinKey,
  ref: string,
): Promise<Head | undefined> {
  const item = await write(table, headKey(key), {
    update: 'ADD #pending :refs SET #ttl = :ttl',
    condition:
      'attribute_not_exists(#pending) OR size(#pending) < :most OR contains(#pending, :ref)',
    values: { ':refs': SS([ref]), ':ref': S(ref), ':most': N(MAX_WAITING_PER_KEY) },
  }).catch((error: unknown) => {
    if (error instanceof ItemTooLargeError) return undefined;
    throw error;
  });
  return item === undefined ? undefined : headOf(item);
}

/** Takes connections off the list. */
export async function dropRefs(
  table: StateTable,
  key: JoinKey,
  refs: readonly string[],
): Promise<void> {
  await table.update(headKey(key), {
    update: 'DELETE #pending :refs',
    condition: 'attribute_exists(#pk)',
    values: { ':refs': SS(refs) },
  });
}

/** What stands under each key now. */
export async function readHeads(
  table: StateTable,
  keys: readonly JoinKey[],
): Promise<readonly Head[]> {
  const items = await table.getMany(keys.map(headKey));
  return keys.map((key) => {
    const { pk, sk } = headKey(key);
    const item = items.get(`${pk} ${sk}`);
    return item === undefined ? NOTHING : headOf(item);
  });
}

interface HeadWrite {
  readonly update: string;
  readonly condition?: string;
  readonly values: Item;
}

/** Writes; undefined where the condition does not hold. */
async function write(
  table: StateTable,
  key: ItemKey,
  { update, condition, values }: HeadWrite,
): Promise<Item | undefined> {
  const nowMs = table.nowMs();
  const send = () =>
    table.update(key, {
      update,
      condition: condition === undefined ? IS_USABLE : `${IS_USABLE} AND (${condition})`,
      values: {
        ...values,
        ...secondsOf(nowMs),
        ':ttl': endsAfter(nowMs, KEEP_MS)['ttl'] ?? N(0),
      },
    });
  const answer = await send();
  if (!isRefused(answer)) return answer;
  const standing = answer.item ?? (await table.get(key));
  if (standing !== undefined && !hasEnded(standing, nowMs)) return undefined;
  await table.delete(key, '#ttl <= :seconds', secondsOf(nowMs));
  const second = await send();
  return isRefused(second) ? undefined : second;
}

/** An offer that another beats never holds again: without it the item is smaller, and says the same. */
async function dropBeaten(
  table: StateTable,
  key: JoinKey,
  item: Item,
  { offers }: Head,
): Promise<void> {
  const holding = new Set(offers.map(encodeOffer));
  const beaten = setOf(item, 'offers').filter((text) => !holding.has(text));
  if (beaten.length === 0) return;
  await table.update(headKey(key), {
    update: 'DELETE #offers :beaten',
    condition: 'attribute_exists(#pk)',
    values: { ':beaten': SS(beaten) },
  });
}

function headOf(item: Item): Head {
  return {
    offers: leastOffers(setOf(item, 'offers').map(decodeOffer)),
    refs: setOf(item, 'pending').toSorted(),
  };
}

function encodeOffer({ head, timeMs, values }: Offer): string {
  return JSON.stringify([head, timeMs, values]);
}

function decodeOffer(text: string): Offer {
  const [head, timeMs, values]: [string, number | null, Offer['values']] = JSON.parse(text);
  return { head, timeMs, values };
}

function headKey({ tenant, source, key }: JoinKey): ItemKey {
  return { pk: partitionKey('P', tenant, [source, key]), sk: ALONE };
}
