// What every store of findings must do with those of replays: a replay must never keep people from being told.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Revision } from '../../src/model/index.ts';
import type { FindingStore } from '../../src/ports/index.ts';
import { aFinding } from '../alert/builders.ts';
import { aFindingPart, all, aNote } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import type { Open } from './opened.ts';

const LIVE = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const OTHER_LIVE = { ...LIVE, owner: 'scan-2' };
const REPLAY = { ...LIVE, owner: 'replay-1', origin: 'replay' } as const;
const PAGING = { ...LIVE, owner: 'replay-2', origin: 'paging-replay' } as const;
const SETTLE = { ...LIVE, owner: 'settle-1' };
const ID = aFinding().id;
const WITHDRAWN: Revision = { verdict: 'withdrawn', rank: '5', reason: 'the program is trusted' };

/** Registers the suite. */
export function describeReplayedFindings(name: string, open: Open<FindingStore>): void {
  describe(`${name}, as a store of what replays find`, () => {
    it('keeps which replay made it, and gives settle no finding without that', async () => {
      const { store, clock } = await open();
      assert.equal(await store.record(aFindingPart(), REPLAY), 'created');
      assert.equal((await store.read('acme', ID))?.origin, 'replay');
      const [unsent] = await all(store.unsent(clock.nowMs() + LIVE.leaseMs, SETTLE));
      assert.equal(unsent?.origin, 'replay');
    });

    it('lets a live scan create what a replay made and told nobody of, and unites what both have', async () => {
      const { store, clock } = await open();
      await store.record(aFindingPart({ matches: [aNote('m1')] }), REPLAY);
      await store.dropped('acme', ID, 0, 'replay');
      clock.advance(DAY_MS);
      const atMs = clock.nowMs() - 7;
      const live = aFindingPart({ matches: [aNote('m2')], rank: '9' });
      assert.equal(await store.record(live, { ...LIVE, atMs }), 'created');
      assert.equal(await store.record(live, { ...LIVE, atMs }), 'created', 'asked again');
      assert.equal(await store.record(live, OTHER_LIVE), 'known');
      const stored = await store.read('acme', ID);
      assert.deepEqual(
        [stored?.origin, stored?.createdMs, stored?.isSent, stored?.wasSent, stored?.revision],
        [undefined, atMs, false, false, 0],
      );
      assert.deepEqual(
        stored?.matches.map(({ matchId }) => matchId),
        ['m1', 'm2'],
      );
      const [unsent] = await all(store.unsent(clock.nowMs() + LIVE.leaseMs, SETTLE));
      assert.deepEqual([unsent?.finding.id, unsent?.origin], [ID, undefined]);
    });

    it('does not let a late word of the replay take from the outbox what a live scan took over', async () => {
      const { store, clock } = await open();
      await store.record(aFindingPart(), REPLAY);
      await store.record(aFindingPart(), LIVE);
      await store.dropped('acme', ID, 0, 'replay');
      assert.equal((await store.read('acme', ID))?.isSent, false);
      assert.equal((await all(store.unsent(clock.nowMs() + LIVE.leaseMs, SETTLE))).length, 1);
    });

    it('takes from the outbox what is still of the replay', async () => {
      const { store, clock } = await open();
      await store.record(aFindingPart(), REPLAY);
      await store.dropped('acme', ID, 0, 'replay');
      const stored = await store.read('acme', ID);
      assert.deepEqual([stored?.isSent, stored?.wasSent, stored?.origin], [true, false, 'replay']);
      assert.deepEqual(await all(store.unsent(clock.nowMs() + DAY_MS, SETTLE)), []);
    });

    it('lets one of many live scans take it over', async () => {
      const { store } = await open();
      await store.record(aFindingPart(), REPLAY);
      const fates = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          store.record(aFindingPart(), { ...LIVE, owner: `scan-${index}` }),
        ),
      );
      assert.equal(fates.filter((fate) => fate === 'created').length, 1);
    });

    it('knows what people were told of, whoever told them', async () => {
      const { store } = await open();
      await store.record(aFindingPart(), PAGING);
      await store.sent('acme', ID, 0);
      assert.equal(await store.record(aFindingPart(), LIVE), 'known');
      const stored = await store.read('acme', ID);
      assert.deepEqual([stored?.origin, stored?.wasSent], ['paging-replay', true]);
    });

    for (const [what, first] of [
      ['a live scan', LIVE],
      ['another replay', { ...REPLAY, owner: 'replay-0' }],
    ] as const) {
      it(`knows, for a replay, what ${what} has made`, async () => {
        const { store } = await open();
        await store.record(aFindingPart(), first);
        for (const terms of [REPLAY, PAGING]) {
          assert.equal(await store.record(aFindingPart(), terms), 'known');
        }
        const origin = 'origin' in first ? first.origin : undefined;
        assert.equal((await store.read('acme', ID))?.origin, origin);
      });
    }

    it('does not take up again what was withdrawn meanwhile', async () => {
      const { store } = await open();
      await store.record(aFindingPart(), REPLAY);
      assert.equal(await store.revise('acme', ID, WITHDRAWN, OTHER_LIVE), 'revised');
      assert.equal(await store.record(aFindingPart(), LIVE), 'known');
      assert.equal((await store.read('acme', ID))?.revised?.verdict, 'withdrawn');
    });
  });
}
