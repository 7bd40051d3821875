// What was posted, in the table: one item an alert and destination, so that the table itself keeps their revisions apart.
//
//   N#tenant#alert / D#destination    posted: newest revision · leased: revision, owner, leaseUntil · ttl

import type { Delivery, DeliveryClaim, DeliveryLedger } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { endsAfter, IS_FREE, IS_LIVE, secondsOf } from './expiry.ts';
import { findNumber, type Item, N, numberOf, S } from './item.ts';
import { escapePart, hashText, type ItemKey, partitionKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

const KEEP_MS = 30 * 86_400_000;

/** Bytes that DynamoDB takes of a sort key are 1,024. */
const MAX_NAME = 200;

/** Nothing as new was posted. */
const IS_NEWER = '(attribute_not_exists(#posted) OR #posted < :revision)';
/** Nobody is at it, or only this attempt. */
const IS_NOT_HELD =
  '(attribute_not_exists(#leaseUntil) OR #leaseUntil <= :now OR (#owner = :owner AND #leased = :revision))';
const IS_OWN = '(#owner = :owner AND #leased = :revision)';

/** The ledger in the table. */
export function createDeliveryLedger(table: StateTable): DeliveryLedger {
  const ttl = () => endsAfter(table.nowMs(), KEEP_MS)['ttl'] ?? N(0);
  return {
    async claim(delivery, { owner, leaseMs }) {
      const nowMs = table.nowMs();
      const lease = {
        owner: S(owner),
        leaseUntil: N(nowMs + leaseMs),
        leased: N(delivery.revision),
      };
      const { pk, sk } = keyOf(delivery);
      // Most deliveries are an alert's first: they cost one write.
      const fresh = { pk: S(pk), sk: S(sk), ...lease, ttl: ttl() };
      const there = await table.put(fresh, IS_FREE, secondsOf(nowMs));
      if (there === undefined) return { kind: 'claimed', isFirst: true };
      const answer = await table.update(keyOf(delivery), {
        update: 'SET #owner = :owner, #leaseUntil = :until, #leased = :revision, #ttl = :ttl',
        condition: `${IS_LIVE} AND ${IS_NEWER} AND ${IS_NOT_HELD}`,
        values: {
          ':owner': lease.owner,
          ':until': lease.leaseUntil,
          ':revision': lease.leased,
          ':ttl': fresh.ttl,
          ':now': N(nowMs),
          ...secondsOf(nowMs),
        },
      });
      if (!isRefused(answer)) return { kind: 'claimed', isFirst: answer['posted'] === undefined };
      return refusal(answer.item ?? (await table.get(keyOf(delivery))), delivery.revision, nowMs);
    },
    async posted(delivery) {
      const revision = N(delivery.revision);
      const values = { ':revision': revision, ':ttl': ttl(), ...secondsOf(table.nowMs()) };
      const isNews = `(${IS_NEWER} OR #ttl <= :seconds)`;
      const update = 'SET #posted = :revision, #ttl = :ttl';
      const own = await table.update(keyOf(delivery), {
        update: `${update} REMOVE #owner, #leaseUntil, #leased`,
        condition: `${isNews} AND #leased = :revision`,
        values,
      });
      if (!isRefused(own)) return;
      // The lease ran out and another has taken it, or there was none: it stays as it is.
      await table.update(keyOf(delivery), { update, condition: isNews, values });
    },
    async release(delivery, owner) {
      await table.update(keyOf(delivery), {
        update: 'SET #ttl = :ttl REMOVE #owner, #leaseUntil, #leased',
        condition: IS_OWN,
        values: { ':owner': S(owner), ':revision': N(delivery.revision), ':ttl': ttl() },
      });
    },
  };
}

/** Why there was no claim. An item that is gone by now can be claimed at once. */
function refusal(item: Item | undefined, revision: number, nowMs: number): DeliveryClaim {
  const posted = item === undefined ? undefined : findNumber(item, 'posted');
  if (posted === revision) return { kind: 'posted' };
  if (posted !== undefined && posted > revision) return { kind: 'superseded', by: posted };
  if (item === undefined || findNumber(item, 'leaseUntil') === undefined) {
    return { kind: 'held', untilMs: nowMs, revision };
  }
  return {
    kind: 'held',
    untilMs: numberOf(item, 'leaseUntil'),
    revision: numberOf(item, 'leased'),
  };
}

function keyOf({ tenant, alert, destination }: Delivery): ItemKey {
  const name = escapePart(destination);
  const sk = Buffer.byteLength(name) > MAX_NAME ? `~${hashText(destination)}` : name;
  return { pk: partitionKey('N', tenant, [alert]), sk: `D#${sk}` };
}
