// What every index of waiting items must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AlertStore,
  type DigestStore,
  DUE_KINDS,
  type DueIndex,
  type FindingStore,
  type ObjectLedger,
  type PartialMatchStore,
  type ProcessStore,
} from '../../src/ports/index.ts';
import { aFinding } from '../alert/builders.ts';
import { anAlertGroup, aDigest, aDigestMember, aStoredAlert } from '../alert/stored.ts';
import { aGroup, aPart } from '../correlate/builders.ts';
import { aConnection, aFindingPart, aKey, all, aScan, aVersion } from '../state/builders.ts';
import { MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

/** All stores that hand out what is due. */
export interface DueStores {
  readonly index: DueIndex;
  readonly ledger: ObjectLedger;
  readonly processes: ProcessStore;
  readonly findings: FindingStore;
  readonly partialMatches: PartialMatchStore;
  readonly alerts: AlertStore;
  readonly digests: DigestStore;
}

const LEASE_MS = 5 * MINUTE_MS;
const TERMS = { owner: 'scan-1', leaseMs: LEASE_MS };

/** Registers the suite. */
export function describeDueIndex(name: string, open: Open<DueStores>): void {
  describe(`${name}, as an index of what is due`, () => {
    it('names nothing where nothing waits', async () => {
      const { store } = await open();
      for (const kind of DUE_KINDS) {
        assert.deepEqual(await all(store.index.due(kind, Number.MAX_SAFE_INTEGER)), []);
      }
    });

    it('names what waits by its kind, at its time and not before', async () => {
      const { store, clock } = await open();
      const dueMs = clock.nowMs() + LEASE_MS;
      await putOneOfEach(store, dueMs);
      for (const kind of DUE_KINDS) {
        assert.deepEqual(await all(store.index.due(kind, dueMs - 1)), []);
        const items = await all(store.index.due(kind, dueMs));
        assert.deepEqual(
          items.map((item) => [item.kind, item.dueMs]),
          [[kind, dueMs]],
        );
      }
    });

    it('tells items of a kind apart', async () => {
      const { store } = await open();
      for (const ref of ['a', 'b']) {
        await store.processes.awaitStart(aConnection({ ref, keys: [aKey({ key: ref })] }));
      }
      const items = await all(store.index.due('connection', 0));
      assert.equal(new Set(items.map(({ id }) => id)).size, 2);
    });

    it('names no more what was done', async () => {
      const { store, clock } = await open();
      const dueMs = clock.nowMs() + LEASE_MS;
      await putOneOfEach(store, dueMs);
      clock.advance(LEASE_MS);
      await store.processes.conclude(aConnection());
      await store.findings.sent('acme', aFinding().id, 0);
      await store.ledger.complete(aVersion(), aScan());
      for (const due of await all(store.partialMatches.due(dueMs))) {
        await store.partialMatches.judged(due);
      }
      await store.alerts.change(anAlertGroup(), () => aStoredAlert());
      for (const due of await all(store.digests.due(dueMs, LEASE_MS))) {
        await store.digests.sent(due, 1);
      }
      for (const kind of DUE_KINDS) {
        assert.deepEqual(await all(store.index.due(kind, Number.MAX_SAFE_INTEGER)), []);
      }
    });
  });
}

async function putOneOfEach(store: DueStores, dueMs: number): Promise<void> {
  await store.processes.awaitStart(aConnection({ dueMs }));
  await store.findings.record(aFindingPart(), TERMS);
  await store.ledger.claim(aVersion(), { ...TERMS, ruleset: 'r1', hop: 1 });
  await store.partialMatches.put([{ group: aGroup(), part: aPart(1), keepMs: 60_000, dueMs }]);
  await store.alerts.change(anAlertGroup(), () => aStoredAlert({ dueMs }));
  await store.digests.put(aDigest(), aDigestMember(), { dueMs });
}
