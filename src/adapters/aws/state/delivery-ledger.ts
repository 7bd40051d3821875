// What was posted, in the table.
//
//   N#tenant#alert#revision / D#destination    state: leased | posted · owner, leaseUntil · ttl

import type { Delivery, DeliveryLedger } from '../../../ports/index.ts';
import { endsAfter, IS_FREE, secondsOf } from './expiry.ts';
import { type Item, N, numberOf, S } from './item.ts';
import { escapePart, hashText, type ItemKey, partitionKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 30 * 86_400_000;

/** Bytes that DynamoDB takes of a sort key are 1,024. */
const MAX_NAME = 200;

/** The ledger in the table. */
export function createDeliveryLedger(table: StateTable): DeliveryLedger {
  const itemOf = (delivery: Delivery, rest: Item): Item => {
    const { pk, sk } = keyOf(delivery);
    return { pk: S(pk), sk: S(sk), ...rest, ...endsAfter(table.nowMs(), KEEP_MS) };
  };
  return {
    async claim(delivery, { owner, leaseMs }) {
      const nowMs = table.nowMs();
      const leased = { state: S('leased'), owner: S(owner), leaseUntil: N(nowMs + leaseMs) };
      const refused = await table.put(
        itemOf(delivery, leased),
        `${IS_FREE} OR (#state = :leased AND (#owner = :owner OR #leaseUntil <= :now))`,
        { ':leased': S('leased'), ':owner': S(owner), ':now': N(nowMs), ...secondsOf(nowMs) },
      );
      if (refused === undefined) return { kind: 'claimed' };
      const there = refused.item ?? (await table.get(keyOf(delivery)));
      if (there === undefined) return { kind: 'held', untilMs: nowMs };
      if (there['state']?.S === 'posted') return { kind: 'posted' };
      return { kind: 'held', untilMs: numberOf(there, 'leaseUntil') };
    },
    async posted(delivery) {
      await table.put(itemOf(delivery, { state: S('posted') }));
    },
    async release(delivery, owner) {
      const values = { ':leased': S('leased'), ':owner': S(owner) };
      await table.delete(keyOf(delivery), '#state = :leased AND #owner = :owner', values);
    },
  };
}

function keyOf({ tenant, alert, revision, destination }: Delivery): ItemKey {
  const name = escapePart(destination);
  const sk = Buffer.byteLength(name) > MAX_NAME ? `~${hashText(destination)}` : name;
  return { pk: partitionKey('N', tenant, [alert, String(revision)]), sk: `D#${sk}` };
}
