// What every ledger of deliveries must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery, DeliveryLedger } from '../../src/ports/index.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const TERMS = { owner: 'notify-1', leaseMs: 5 * MINUTE_MS };
const OTHER = { ...TERMS, owner: 'notify-2' };
const POST: Delivery = { tenant: 'acme', alert: 'a1_1', revision: 0, destination: 'slack' };

/** Registers the suite. */
export function describeDeliveryLedger(name: string, open: Open<DeliveryLedger>): void {
  describe(`${name}, as a ledger of deliveries`, () => {
    it('lets one at a time post, and nobody once it is posted', async () => {
      const { store, clock } = await open();
      assert.deepEqual(await store.claim(POST, TERMS), { kind: 'claimed' });
      assert.deepEqual(await store.claim(POST, TERMS), { kind: 'claimed' });
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      assert.deepEqual(await store.claim(POST, OTHER), { kind: 'held', untilMs });
      await store.posted(POST);
      await store.posted(POST);
      await store.release(POST, TERMS.owner);
      clock.advance(DAY_MS);
      assert.deepEqual(await store.claim(POST, OTHER), { kind: 'posted' });
    });

    it('lets another post where the first gave up, or met its end', async () => {
      const { store, clock } = await open();
      await store.claim(POST, TERMS);
      await store.release(POST, 'somebody');
      assert.equal((await store.claim(POST, OTHER)).kind, 'held');
      await store.release(POST, TERMS.owner);
      assert.equal((await store.claim(POST, OTHER)).kind, 'claimed');
      clock.advance(OTHER.leaseMs);
      assert.equal((await store.claim(POST, TERMS)).kind, 'claimed');
    });

    it('lets one of many at once post', async () => {
      const { store } = await open();
      const owners = Array.from({ length: 8 }, (_, index) => `notify-${index}`);
      const claims = await Promise.all(
        owners.map((owner) => store.claim(POST, { ...TERMS, owner })),
      );
      assert.equal(claims.filter(({ kind }) => kind === 'claimed').length, 1);
    });

    it('keeps deliveries apart by each of their keys', async () => {
      const { store } = await open();
      await store.posted(POST);
      for (const other of [
        { tenant: 'other' },
        { alert: 'a1_2' },
        { revision: 1 },
        { destination: '' },
        { destination: '-' },
        { destination: 'é'.repeat(2_000) },
      ]) {
        const delivery = { ...POST, ...other };
        assert.equal((await store.claim(delivery, TERMS)).kind, 'claimed');
        await store.posted(delivery);
      }
    });

    it('forgets after thirty days', async () => {
      const { store, clock } = await open();
      await store.posted(POST);
      clock.advance(30 * DAY_MS - 1_000);
      assert.equal((await store.claim(POST, TERMS)).kind, 'posted');
      clock.advance(2_000);
      assert.equal((await store.claim(POST, TERMS)).kind, 'claimed');
    });
  });
}
