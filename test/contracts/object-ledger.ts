// What every ledger of scanned objects must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObjectLedger } from '../../src/ports/index.ts';
import { aScan, aVersion } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const TERMS = { owner: 'message-1', ruleset: 'r1', leaseMs: 5 * MINUTE_MS };

/** Registers the suite. */
export function describeObjectLedger(name: string, open: Open<ObjectLedger>): void {
  describe(`${name}, as a ledger of objects`, () => {
    it('knows nothing of a version that was not scanned', async () => {
      const { store } = await open();
      assert.equal(await store.read(aVersion()), undefined);
    });

    it('gives a completed scan as it was entered, with its time', async () => {
      const { store, clock } = await open();
      const counts = { ...aScan().counts, records: 3, matchesPerRule: { 'rule-1': 2 } };
      await store.complete(aVersion(), aScan({ counts, findings: 1 }));
      const expected = { ...aScan({ counts, findings: 1 }), completedMs: clock.nowMs() };
      assert.deepEqual(await store.read(aVersion()), expected);
    });

    it('enters a scan again without another effect', async () => {
      const { store } = await open();
      await store.complete(aVersion(), aScan());
      const before = await store.read(aVersion());
      await store.complete(aVersion(), aScan());
      assert.deepEqual(await store.read(aVersion()), before);
    });

    for (const [what, other] of [
      ['tenants', { tenant: 'other' }],
      ['buckets', { bucket: 'other' }],
      ['keys', { key: 'edr/2.gz' }],
      ['contents', { etag: 'e2' }],
      ['sizes', { size: 1_001 }],
    ] as const) {
      it(`keeps versions apart by ${what}`, async () => {
        const { store } = await open();
        await store.complete(aVersion(), aScan());
        assert.equal(await store.read(aVersion(other)), undefined);
      });
    }

    it('keeps names apart whose parts run together', async () => {
      const { store } = await open();
      await store.complete(aVersion({ tenant: 'a#b', bucket: 'c' }), aScan());
      assert.equal(await store.read(aVersion({ tenant: 'a', bucket: 'b#c' })), undefined);
    });

    it('takes the longest key that S3 allows, of characters that must be escaped', async () => {
      const { store } = await open();
      const long = aVersion({ key: '#'.repeat(1_023) });
      await store.complete(long, aScan());
      assert.equal((await store.read(long))?.ruleset, 'r1');
      assert.equal(await store.read(aVersion({ key: `${long.key}#` })), undefined);
    });

    it('reads many in their order, those it does not know and repeated ones too', async () => {
      const { store } = await open();
      const versions = Array.from({ length: 120 }, (_, index) => aVersion({ key: `k${index}` }));
      const known = versions.filter((_, index) => index % 3 === 0);
      await Promise.all(known.map((version) => store.complete(version, aScan())));
      const found = await store.readMany([...versions, aVersion({ key: 'k0' })]);
      assert.deepEqual(
        found.map((entry) => entry !== undefined),
        [...versions.map((_, index) => index % 3 === 0), true],
      );
      assert.deepEqual(await store.readMany([]), []);
    });

    it('forgets after 400 days', async () => {
      const { store, clock } = await open();
      await store.complete(aVersion(), aScan());
      clock.advance(400 * DAY_MS - 1_000);
      assert.notEqual(await store.read(aVersion()), undefined);
      clock.advance(2_000);
      assert.equal(await store.read(aVersion()), undefined);
      assert.deepEqual(await store.readMany([aVersion()]), [undefined]);
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
    });

    it('lets one owner claim at a time, and the same again', async () => {
      const { store, clock } = await open();
      const other = { ...TERMS, owner: 'message-2' };
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      assert.deepEqual(await store.claim(aVersion(), other), { kind: 'held', untilMs });
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
    });

    it('lets one of many claim at once', async () => {
      const { store } = await open();
      const owners = Array.from({ length: 10 }, (_, index) => `message-${index}`);
      const claims = await Promise.all(
        owners.map((owner) => store.claim(aVersion(), { ...TERMS, owner })),
      );
      assert.equal(claims.filter(({ kind }) => kind === 'claimed').length, 1);
      assert.equal(claims.filter(({ kind }) => kind === 'held').length, 9);
    });

    it('lets another claim when the lease is over', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      clock.advance(TERMS.leaseMs);
      const other = { ...TERMS, owner: 'message-2' };
      assert.deepEqual(await store.claim(aVersion(), other), { kind: 'claimed' });
      assert.equal((await store.claim(aVersion(), TERMS)).kind, 'held');
    });

    it('answers a claim of what was scanned with these rules by what is known', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      await store.complete(aVersion(), aScan());
      const entry = { ...aScan(), completedMs: clock.nowMs() };
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'done', entry });
    });

    it('lets what was scanned with other rules be claimed, and still knows of it', async () => {
      const { store } = await open();
      await store.complete(aVersion(), aScan());
      const edited = { ...TERMS, ruleset: 'r2' };
      assert.deepEqual(await store.claim(aVersion(), edited), { kind: 'claimed' });
      assert.equal((await store.claim(aVersion(), { ...edited, owner: 'other' })).kind, 'held');
      assert.equal((await store.read(aVersion()))?.ruleset, 'r1');
    });

    it('knows nothing of a version that was only claimed', async () => {
      const { store } = await open();
      await store.claim(aVersion(), TERMS);
      assert.equal(await store.read(aVersion()), undefined);
    });

    it('enters a scan whose lease went to another', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      clock.advance(TERMS.leaseMs);
      await store.claim(aVersion(), { ...TERMS, owner: 'message-2' });
      await store.complete(aVersion(), aScan());
      assert.equal((await store.claim(aVersion(), TERMS)).kind, 'done');
    });
  });
}
