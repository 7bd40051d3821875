// What every ledger of deliveries must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery, DeliveryLedger } from '../../src/ports/index.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const TERMS = { owner: 'notify-1', leaseMs: 5 * MINUTE_MS };
const OTHER = { ...TERMS, owner: 'notify-2' };
const LATER = { kind: 'claimed', isFirst: false } as const;
const POST: Delivery = { tenant: 'acme', alert: 'a1_1', revision: 0, destination: 'slack' };

/** Registers the suite. */
export function describeDeliveryLedger(name: string, open: Open<DeliveryLedger>): void {
  describe(`${name}, as a ledger of deliveries`, () => {
    it('lets one at a time post, and nobody once it is posted', async () => {
      const { store, clock } = await open();
      assert.deepEqual(await store.claim(POST, TERMS), { kind: 'claimed', isFirst: true });
      assert.deepEqual(await store.claim(POST, TERMS), { kind: 'claimed', isFirst: true });
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      assert.deepEqual(await store.claim(POST, OTHER), { kind: 'held', untilMs, revision: 0 });
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
      const first = { kind: 'claimed', isFirst: true };
      assert.deepEqual(await store.claim({ ...POST, revision: 1 }, TERMS), first);
      await store.release({ ...POST, revision: 1 }, TERMS.owner);
      assert.deepEqual(await store.claim(POST, OTHER), first);
      clock.advance(OTHER.leaseMs);
      assert.equal((await store.claim(POST, TERMS)).kind, 'claimed');
    });

    it('lets nothing be posted behind something newer of the alert', async () => {
      const { store } = await open();
      const [closed, resolved] = [2, 3].map((revision) => ({ ...POST, revision }));
      assert.ok(closed !== undefined && resolved !== undefined);
      await store.claim(closed, TERMS);
      await store.posted(closed);
      assert.deepEqual(await store.claim(POST, OTHER), { kind: 'superseded', by: 2 });
      // Delivered again by one who did not know: it takes nothing back.
      await store.posted(POST);
      assert.deepEqual(await store.claim(closed, OTHER), { kind: 'posted' });
      assert.deepEqual(await store.claim(resolved, OTHER), LATER);
      await store.release(resolved, OTHER.owner);
      assert.deepEqual(await store.claim(POST, OTHER), { kind: 'superseded', by: 2 });
      assert.deepEqual(await store.claim(resolved, TERMS), LATER);
    });

    it('lets one revision at a time be posted, so that none overtakes another on its way', async () => {
      const { store, clock } = await open();
      const raised = { ...POST, revision: 1 };
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      await store.claim(POST, TERMS);
      assert.deepEqual(await store.claim(raised, TERMS), { kind: 'held', untilMs, revision: 0 });
      await store.posted(POST);
      assert.deepEqual(await store.claim(raised, OTHER), LATER);
      // The one before ends late: the lease is not its own, and stays.
      await store.posted(POST);
      await store.release(POST, TERMS.owner);
      assert.equal((await store.claim({ ...POST, revision: 2 }, TERMS)).kind, 'held');
      await store.posted(raised);
      assert.equal((await store.claim({ ...POST, revision: 2 }, TERMS)).kind, 'claimed');
    });

    it('takes a post for done whose lease ran out meanwhile, and leaves the next its lease', async () => {
      const { store, clock } = await open();
      const raised = { ...POST, revision: 1 };
      await store.claim(POST, TERMS);
      clock.advance(TERMS.leaseMs);
      assert.equal((await store.claim(raised, OTHER)).kind, 'claimed');
      await store.posted(POST);
      assert.equal((await store.claim(POST, TERMS)).kind, 'posted');
      assert.equal((await store.claim({ ...POST, revision: 2 }, TERMS)).kind, 'held');
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
