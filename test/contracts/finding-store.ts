// What every store of findings must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MAX_MATCH_NOTES, type Revision } from '../../src/model/index.ts';
import type { FindingStore } from '../../src/ports/index.ts';
import { aFinding } from '../alert/builders.ts';
import { aFindingPart, all, aNote } from '../state/builders.ts';
import { DAY_MS, MINUTE_MS } from '../support/set-clock.ts';
import { describeReplayedFindings } from './finding-store-replay.ts';
import type { Open } from './opened.ts';

const TERMS = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const OTHER = { ...TERMS, owner: 'scan-2' };
const SETTLE = { ...TERMS, owner: 'settle-1' };
const ID = aFinding().id;

const CONFIRMED: Revision = { verdict: 'confirmed', rank: '5', reason: 'the signer is unknown' };
const WITHDRAWN: Revision = { verdict: 'withdrawn', rank: '5', reason: 'the program is trusted' };

/** Registers the suite. */
export function describeFindingStore(name: string, open: Open<FindingStore>): void {
  describe(`${name}, as a store of findings`, () => {
    describeRecording(open);
    describeMatches(open);
  });
  describe(`${name}, as an outbox`, () => {
    describeSending(open);
    describeRevisions(open);
  });
  describeReplayedFindings(name, open);
}

function describeRecording(open: Open<FindingStore>): void {
  it('knows nothing of a finding that was not recorded', async () => {
    const { store, clock } = await open();
    assert.equal(await store.read('acme', ID), undefined);
    assert.equal(await store.revise('acme', ID, CONFIRMED, TERMS), 'absent');
    await assert.rejects(store.sent('acme', ID, 0), /f1_a+ of tenant acme is not stored/i);
    assert.deepEqual(await all(store.unsent(clock.nowMs() + DAY_MS, SETTLE)), []);
  });

  it('creates a finding once, and keeps it as it is', async () => {
    const { store, clock } = await open();
    const createdMs = clock.nowMs();
    const part = aFindingPart({}, { user: '\u202e\n', entityKey: '#%' });
    assert.equal(await store.record(part, TERMS), 'created');
    assert.equal(await store.record(part, OTHER), 'known');
    assert.deepEqual(await store.read('acme', ID), {
      finding: part.finding,
      revision: 0,
      isSent: false,
      createdMs,
      wasSent: false,
      matches: [aNote('m1')],
      totals: [],
    });
  });

  it('keeps when it was created and revised, as whoever did it tells the time', async () => {
    const { store, clock } = await open();
    const [createdMs, revisedMs] = [clock.nowMs() - 7_001, clock.nowMs() - 3_002];
    await store.record(aFindingPart(), { ...TERMS, atMs: createdMs });
    await store.record(aFindingPart(), { ...OTHER, atMs: createdMs + 1 });
    assert.equal((await store.read('acme', ID))?.revisedMs, undefined);
    await store.revise('acme', ID, WITHDRAWN, { ...OTHER, atMs: revisedMs });
    await store.revise('acme', ID, { ...WITHDRAWN, rank: '4' }, { ...OTHER, atMs: revisedMs + 1 });
    const stored = await store.read('acme', ID);
    assert.deepEqual([stored?.createdMs, stored?.revisedMs], [createdMs, revisedMs]);
    clock.advance(OTHER.leaseMs);
    const [unsent] = await all(store.unsent(clock.nowMs(), SETTLE));
    assert.deepEqual([unsent?.createdMs, unsent?.revisedMs], [createdMs, revisedMs]);
  });

  it('gives the same attempt the same answer, until the finding is sent', async () => {
    const { store } = await open();
    assert.equal(await store.record(aFindingPart(), TERMS), 'created');
    assert.equal(await store.record(aFindingPart(), TERMS), 'created');
    await assert.rejects(store.sent('acme', ID, 1), /revision 1 of finding f1_a+/);
    await store.sent('acme', ID, 0);
    assert.equal(await store.record(aFindingPart(), TERMS), 'known');
    assert.equal(await store.revise('acme', ID, WITHDRAWN, TERMS), 'revised');
    assert.equal(await store.revise('acme', ID, WITHDRAWN, TERMS), 'revised');
    assert.equal((await store.read('acme', ID))?.revision, 1);
  });

  it('lets one of many scans create it', async () => {
    const { store } = await open();
    const recorded = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.record(aFindingPart({ matches: [aNote(`m${index}`)] }), {
          ...TERMS,
          owner: `scan-${index}`,
        }),
      ),
    );
    assert.equal(recorded.filter((kind) => kind === 'created').length, 1);
    assert.equal((await store.read('acme', ID))?.matches.length, 10);
  });

  it('keeps findings apart by tenant and id', async () => {
    const { store } = await open();
    await store.record(aFindingPart(), TERMS);
    assert.equal(await store.read('other', ID), undefined);
    assert.equal(await store.read('acme', `${ID}b`), undefined);
    assert.equal(await store.record(aFindingPart({}, { tenant: 'other' }), TERMS), 'created');
  });

  const early = aFindingPart({ rank: '1' }, { host: 'early' });
  const late = aFindingPart({ rank: '2' }, { host: 'late' });
  for (const [what, order] of [
    ['first', [early, late]],
    ['last', [late, early, late]],
  ] as const) {
    it(`shows the evidence of least rank, which came ${what}`, async () => {
      const { store } = await open();
      for (const part of order) await store.record(part, TERMS);
      assert.equal((await store.read('acme', ID))?.finding.host, 'early');
    });
  }

  it("shows a correlation's least window, whoever shows the evidence", async () => {
    const { store } = await open();
    const correlation = (value: number) => ({
      type: 'event_count' as const,
      value,
      thresholds: [],
      timespanMs: 60_000,
      groupBy: [],
    });
    const small = aFindingPart(
      { rank: '1', peakRank: '8' },
      { host: 'early', correlation: correlation(3) },
    );
    const great = aFindingPart({ rank: '2', peakRank: '7' }, { correlation: correlation(9) });
    for (const part of [small, great, small]) await store.record(part, TERMS);
    const stored = await store.read('acme', ID);
    assert.equal(stored?.finding.host, 'early');
    assert.equal(stored?.finding.correlation?.value, 9);
  });

  it('forgets after 400 days, and may then create it again', async () => {
    const { store, clock } = await open();
    await store.record(aFindingPart(), TERMS);
    clock.advance(400 * DAY_MS - 1_000);
    assert.notEqual(await store.read('acme', ID), undefined);
    clock.advance(2_000);
    assert.equal(await store.read('acme', ID), undefined);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), SETTLE)), []);
    assert.equal(await store.revise('acme', ID, CONFIRMED, TERMS), 'absent');
    assert.equal(await store.record(aFindingPart({ matches: [aNote('m2')] }), TERMS), 'created');
    assert.deepEqual((await store.read('acme', ID))?.matches, [aNote('m2')]);
  });
}

function describeMatches(open: Open<FindingStore>): void {
  it('unites the matches of all objects, each once, by id', async () => {
    const { store } = await open();
    const timeless = { matchId: 'm0' };
    await store.record(aFindingPart({ matches: [aNote('m2'), aNote('m1')] }), TERMS);
    await store.record(aFindingPart({ matches: [aNote('m1'), timeless], object: 'b' }), OTHER);
    const stored = await store.read('acme', ID);
    assert.deepEqual(stored?.matches, [timeless, aNote('m1'), aNote('m2')]);
    assert.deepEqual(stored?.totals, []);
  });

  it('keeps a thousand matches, and of objects with more their totals', async () => {
    const { store } = await open();
    const notes = Array.from({ length: MAX_MATCH_NOTES }, (_, index) =>
      aNote(`m${String(index).padStart(4, '0')}`),
    );
    await store.record(aFindingPart({ matches: notes.slice(0, 600) }), TERMS);
    await store.record(aFindingPart({ matches: notes.slice(400), object: 'b' }), OTHER);
    const full = await store.read('acme', ID);
    assert.deepEqual([full?.matches.length, full?.totals], [MAX_MATCH_NOTES, []]);
    const more = aFindingPart({ matches: [aNote('x1'), aNote('x2')], object: 'c' });
    await store.record(more, OTHER);
    await store.record(more, OTHER);
    const cut = await store.read('acme', ID);
    assert.deepEqual(cut?.totals, [{ object: 'c', count: 2 }]);
    assert.equal(cut?.matches.length, MAX_MATCH_NOTES);
  });

  it('keeps the total of an object that does not name all its matches', async () => {
    const { store } = await open();
    const part = aFindingPart({ object: 'b' }, { count: 1_000, isCountExact: false });
    await store.record(part, TERMS);
    assert.deepEqual((await store.read('acme', ID))?.totals, [{ object: 'b', count: 1_000 }]);
  });
}

function describeSending(open: Open<FindingStore>): void {
  it('hands out what was not sent once the lease is over, to one at a time', async () => {
    const { store, clock } = await open();
    const part = aFindingPart();
    await store.record(part, TERMS);
    assert.deepEqual(await all(store.unsent(clock.nowMs() + TERMS.leaseMs - 1, SETTLE)), []);
    clock.advance(TERMS.leaseMs);
    const [first, ...rest] = await all(store.unsent(clock.nowMs(), SETTLE));
    assert.deepEqual([first?.finding, first?.matches, rest], [part.finding, part.matches, []]);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), { ...SETTLE, owner: 'settle-2' })), []);
    clock.advance(SETTLE.leaseMs);
    assert.equal((await all(store.unsent(clock.nowMs(), SETTLE))).length, 1);
  });

  it('hands out nothing that was sent, however often it is recorded again', async () => {
    const { store, clock } = await open();
    await store.record(aFindingPart(), TERMS);
    await store.sent('acme', ID, 0);
    await store.sent('acme', ID, 0);
    assert.equal(await store.record(aFindingPart(), OTHER), 'known');
    clock.advance(DAY_MS);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), SETTLE)), []);
    assert.equal((await store.read('acme', ID))?.isSent, true);
  });

  it('hands out all of many', async () => {
    const { store, clock } = await open();
    const ids = Array.from({ length: 24 }, (_, index) => `f${index}`).sort();
    await Promise.all(ids.map((id) => store.record(aFindingPart({}, { id }), TERMS)));
    clock.advance(TERMS.leaseMs);
    const unsent = await all(store.unsent(clock.nowMs(), SETTLE));
    assert.deepEqual(unsent.map(({ finding }) => finding.id).sort(), ids);
  });
}

function describeRevisions(open: Open<FindingStore>): void {
  it('makes a verdict that changes the next revision, to be sent by who entered it', async () => {
    const { store, clock } = await open();
    await store.record(aFindingPart(), TERMS);
    await store.sent('acme', ID, 0);
    assert.equal(await store.revise('acme', ID, WITHDRAWN, OTHER), 'revised');
    const stored = await store.read('acme', ID);
    assert.deepEqual([stored?.revision, stored?.revised, stored?.isSent], [1, WITHDRAWN, false]);
    assert.equal(stored?.wasSent, true);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), SETTLE)), []);
    await store.sent('acme', ID, 1);
    clock.advance(DAY_MS);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), SETTLE)), []);
  });

  it('knows a verdict that is entered again', async () => {
    const { store } = await open();
    await store.record(aFindingPart(), TERMS);
    assert.equal(await store.revise('acme', ID, WITHDRAWN, OTHER), 'revised');
    assert.equal(await store.revise('acme', ID, WITHDRAWN, { ...OTHER, owner: 'x' }), 'known');
    assert.equal((await store.read('acme', ID))?.revision, 1);
  });

  it('knows the same verdict for a better reason', async () => {
    const { store } = await open();
    await store.record(aFindingPart(), TERMS);
    await store.revise('acme', ID, WITHDRAWN, OTHER);
    const better = { ...WITHDRAWN, rank: '4', reason: 'better' };
    assert.equal(await store.revise('acme', ID, better, { ...OTHER, owner: 'x' }), 'known');
    const stored = await store.read('acme', ID);
    assert.deepEqual([stored?.revision, stored?.revised], [1, better]);
  });

  const least = { ...CONFIRMED, rank: '4' };
  for (const [what, order, revision] of [
    ['first', [least, WITHDRAWN], 1],
    ['last', [WITHDRAWN, least, WITHDRAWN], 2],
  ] as const) {
    it(`ends with the verdict of least rank, which came ${what}`, async () => {
      const { store } = await open();
      await store.record(aFindingPart(), TERMS);
      for (const revised of order) await store.revise('acme', ID, revised, OTHER);
      const stored = await store.read('acme', ID);
      assert.deepEqual([stored?.revised, stored?.revision], [least, revision]);
    });
  }

  it('takes what nobody is told of from the outbox, and does not say that people know of it', async () => {
    const { store, clock } = await open();
    await store.record(aFindingPart(), TERMS);
    await store.revise('acme', ID, WITHDRAWN, OTHER);
    await store.dropped('acme', ID, 1);
    clock.advance(DAY_MS);
    assert.deepEqual(await all(store.unsent(clock.nowMs(), SETTLE)), []);
    await store.revise('acme', ID, least, OTHER);
    await store.dropped('acme', ID, 1);
    const stored = await store.read('acme', ID);
    assert.deepEqual([stored?.revision, stored?.isSent, stored?.wasSent], [2, false, false]);
    await assert.rejects(store.dropped('acme', ID, 3), /revision 3 of finding .* is not stored/);
  });

  it('does not take an earlier revision that was sent for a later one', async () => {
    const { store, clock } = await open();
    await store.record(aFindingPart(), TERMS);
    await store.revise('acme', ID, WITHDRAWN, OTHER);
    await store.sent('acme', ID, 0);
    assert.equal((await store.read('acme', ID))?.isSent, false);
    clock.advance(OTHER.leaseMs);
    const [unsent] = await all(store.unsent(clock.nowMs(), SETTLE));
    assert.deepEqual([unsent?.revision, unsent?.wasSent], [1, true]);
    await store.sent('acme', ID, 1);
    await store.sent('acme', ID, 0);
    assert.equal((await store.read('acme', ID))?.isSent, true);
  });
}
