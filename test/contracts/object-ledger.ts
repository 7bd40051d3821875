// What every ledger of scanned objects must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ObjectLedger } from '../../src/ports/index.ts';
import { aScan, aVersion, all } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const TERMS = { owner: 'attempt-1', ruleset: 'r1', leaseMs: 5 * MINUTE_MS, hop: 1 };
const OTHER = { ...TERMS, owner: 'attempt-2' };

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

    it('keeps which scans were of a replay, and lets a live scan claim and enter the version', async () => {
      const { store } = await open();
      await store.complete(aVersion(), aScan({ origin: 'replay' }));
      assert.equal((await store.read(aVersion()))?.origin, 'replay');
      const [many] = await store.readMany([aVersion()]);
      assert.equal(many?.origin, 'replay');
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
      await store.complete(aVersion(), aScan({ findings: 1 }));
      const entry = await store.read(aVersion());
      assert.deepEqual([entry?.origin, entry?.findings], [undefined, 1]);
    });

    it('keeps what a live scan entered, whatever a replay with the same rules says', async () => {
      const { store, clock } = await open();
      await store.complete(aVersion(), aScan({ findings: 1 }));
      const before = await store.read(aVersion());
      clock.advance(MINUTE_MS);
      await store.complete(aVersion(), aScan({ origin: 'replay' }));
      assert.deepEqual(await store.read(aVersion()), before);
      await store.complete(aVersion(), aScan({ origin: 'replay', ruleset: 'r2' }));
      const entry = await store.read(aVersion());
      assert.deepEqual([entry?.origin, entry?.ruleset], ['replay', 'r2']);
      await store.complete(aVersion(), aScan({ origin: 'replay', ruleset: 'r2', findings: 3 }));
      assert.equal((await store.read(aVersion()))?.findings, 3);
    });

    it("leaves a live scan's claim as it is when a replay enters the version", async () => {
      const { store } = await open();
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
      await store.complete(aVersion(), aScan({ origin: 'replay' }));
      assert.equal((await store.claim(aVersion(), OTHER)).kind, 'held');
      assert.equal((await store.claim(aVersion(), TERMS)).kind, 'claimed');
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
      const other = { ...TERMS, owner: 'attempt-2' };
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      assert.deepEqual(await store.claim(aVersion(), other), { kind: 'held', untilMs });
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'claimed' });
    });

    it('lets one of many claim at once', async () => {
      const { store } = await open();
      const owners = Array.from({ length: 10 }, (_, index) => `attempt-${index}`);
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
      const other = { ...TERMS, owner: 'attempt-2' };
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

    it('enters the balances of a scan', async () => {
      const { store } = await open();
      const balances = [{ of: 'records', total: 3, parts: { evaluated: 2, rejected: 1 } }] as const;
      await store.complete(aVersion(), aScan({ balances }));
      assert.deepEqual((await store.read(aVersion()))?.balances, balances);
    });

    it('lets anybody claim the hop that a scan handed on to, and nobody one before it', async () => {
      const { store } = await open();
      await store.claim(aVersion(), TERMS);
      await store.handOn(aVersion(), TERMS);
      assert.deepEqual(await store.claim(aVersion(), OTHER), { kind: 'handed-on', hop: 2 });
      assert.deepEqual(await store.claim(aVersion(), { ...OTHER, hop: 2 }), { kind: 'claimed' });
      assert.equal((await store.claim(aVersion(), { ...TERMS, hop: 2 })).kind, 'held');
      assert.deepEqual(await store.claim(aVersion(), TERMS), { kind: 'handed-on', hop: 2 });
    });

    it('lets a later hop begin before the one that asked for it has said so', async () => {
      const { store } = await open();
      await store.claim(aVersion(), TERMS);
      assert.deepEqual(await store.claim(aVersion(), { ...OTHER, hop: 2 }), { kind: 'claimed' });
      await store.handOn(aVersion(), TERMS);
      assert.equal((await store.claim(aVersion(), { ...TERMS, hop: 2 })).kind, 'held');
    });

    it('lets an earlier hop be claimed once nobody began the later one in time', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      await store.handOn(aVersion(), TERMS);
      clock.advance(TERMS.leaseMs);
      assert.deepEqual(await store.claim(aVersion(), OTHER), { kind: 'claimed' });
    });

    it('lets a scan with other rules begin while one waits for its next hop, not while it runs', async () => {
      const { store } = await open();
      const edited = { ...OTHER, ruleset: 'r2' };
      await store.claim(aVersion(), TERMS);
      assert.equal((await store.claim(aVersion(), edited)).kind, 'held');
      await store.handOn(aVersion(), TERMS);
      assert.deepEqual(await store.claim(aVersion(), edited), { kind: 'claimed' });
    });

    it('lets another claim what its owner released, and nobody else can release', async () => {
      const { store } = await open();
      await store.claim(aVersion(), TERMS);
      await store.release(aVersion(), OTHER.owner);
      assert.equal((await store.claim(aVersion(), OTHER)).kind, 'held');
      await store.release(aVersion(), TERMS.owner);
      assert.deepEqual(await store.claim(aVersion(), OTHER), { kind: 'claimed' });
    });

    it('tells once of a claim whose lease is over, and ends it', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      await store.claim(aVersion({ key: 'b' }), TERMS);
      await store.handOn(aVersion({ key: 'b' }), TERMS);
      await store.claim(aVersion({ key: 'c' }), TERMS);
      await store.complete(aVersion({ key: 'c' }), aScan());
      await store.claim(aVersion({ key: 'd' }), TERMS);
      await store.release(aVersion({ key: 'd' }), TERMS.owner);
      const untilMs = clock.nowMs() + TERMS.leaseMs;
      assert.deepEqual(await all(store.abandoned(untilMs - 1)), []);
      clock.advance(TERMS.leaseMs);
      const told = await all(store.abandoned(untilMs));
      assert.deepEqual(
        told.toSorted((a, b) => a.hop - b.hop),
        [
          { version: aVersion(), hop: 1, untilMs },
          { version: aVersion({ key: 'b' }), hop: 2, untilMs },
        ],
      );
      assert.deepEqual(await all(store.abandoned(untilMs)), []);
    });

    it('tells since when the object is under way that was claimed first, over its hops', async () => {
      const { store, clock } = await open();
      assert.equal(await store.underWaySince(), undefined);
      const sinceMs = clock.nowMs();
      await store.claim(aVersion(), TERMS);
      clock.advance(MINUTE_MS);
      await store.claim(aVersion({ key: 'b' }), TERMS);
      await store.handOn(aVersion(), TERMS);
      await store.claim(aVersion(), { ...OTHER, hop: 2 });
      assert.equal(await store.underWaySince(), sinceMs);
      await store.complete(aVersion(), aScan());
      assert.equal(await store.underWaySince(), sinceMs + MINUTE_MS);
      await store.release(aVersion({ key: 'b' }), TERMS.owner);
      assert.equal(await store.underWaySince(), undefined);
    });

    it('enters a scan whose lease went to another', async () => {
      const { store, clock } = await open();
      await store.claim(aVersion(), TERMS);
      clock.advance(TERMS.leaseMs);
      await store.claim(aVersion(), { ...TERMS, owner: 'attempt-2' });
      await store.complete(aVersion(), aScan());
      assert.equal((await store.claim(aVersion(), TERMS)).kind, 'done');
    });
  });
}
