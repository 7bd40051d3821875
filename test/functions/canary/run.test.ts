// A run of the canary: what it puts raises an alert by the shipped rules, which it waits for, tells of and lets go.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CanaryNotSentError, runCanary } from '../../../functions/canary/run.ts';
import type { ArchiveEntry } from '../../../src/ports/index.ts';
import { MINUTE_MS } from '../../support/set-clock.ts';
import { createWorld, SCAN_MS } from './world.ts';

describe('a canary', () => {
  it('raises an alert by the shipped rules, and tells how long that took', async () => {
    const world = createWorld();
    await runCanary(world.deps);
    assert.deepEqual(world.told, ['sent', `arrived after ${SCAN_MS} ms`]);
    assert.deepEqual(world.waiting, []);
  });

  it('raises another alert each time', async () => {
    const world = createWorld();
    for (let run = 0; run < 3; run++) {
      await runCanary(world.deps);
      world.clock.advance(15 * MINUTE_MS);
    }
    assert.equal(world.told.filter((one) => one === `arrived after ${SCAN_MS} ms`).length, 3);
  });

  it('waits for no other event: its one record says program and signature', async () => {
    const { deps, counted, joined } = createWorld();
    await runCanary(deps);
    const [counts] = counted;
    assert.deepEqual([counts?.records, counts?.evaluated, counts?.connections], [1, 1, 1]);
    assert.deepEqual(joined, [
      {
        starts: { judged: 0, late: 0, tooLarge: 0, kept: 0 },
        connections: { waits: 0, judged: 0, full: 0, tooLarge: 0 },
      },
    ]);
  });

  it('is kept as everything is, and where no query over findings meets it', async () => {
    const { deps, kept } = createWorld();
    await runCanary(deps);
    assert.equal(kept.length, 2);
    for (const key of kept)
      assert.match(key, /^canary\/dt=\d{4}-\d\d-\d\d\/f1_[\w-]{27}\.r1\.(?:nd)?json$/);
  });

  it('that comes too late is found by the next run, with the time that it took', async () => {
    const world = createWorld();
    const put: ArchiveEntry[] = [];
    const slow = async (entries: readonly ArchiveEntry[]) => {
      put.push(...entries);
      return entries.map(({ key }) => ({ kind: 'written', key }) as const);
    };
    let looks = 0;
    const hasTime = () => looks++ < 3;
    await runCanary({ ...world.deps, bucket: { keep: slow }, hasTime });
    assert.deepEqual([world.told, looks], [['sent'], 4]);
    world.clock.advance(MINUTE_MS);
    for (const entry of put) await world.deliver(entry);
    await runCanary(world.deps);
    assert.deepEqual(world.told.slice(1), [
      'sent',
      `arrived after ${MINUTE_MS + SCAN_MS} ms`,
      `arrived after ${SCAN_MS} ms`,
    ]);
  });

  it('that cannot be put fails its run, once it has told of what came before', async () => {
    const world = createWorld();
    const failed = async (entries: readonly ArchiveEntry[]) =>
      entries.map(
        ({ key }) => ({ kind: 'failed', key, code: 'AccessDenied', message: 'no' }) as const,
      );
    await assert.rejects(
      runCanary({ ...world.deps, bucket: { keep: failed } }),
      CanaryNotSentError,
    );
    assert.deepEqual(world.told, []);
  });

  for (const [what, body, sentMs, reason] of [
    ['is none of ours', 'hello', 1, /^the body is no JSON/],
    ['is of another origin', undefined, 1, /^its origin is another; expected canary/],
    ['SQS dates not', undefined, undefined, /^SQS does not say when it came/],
  ] as const) {
    it(`leaves in its queue what ${what}: its failure queue gets it`, async () => {
      const world = createWorld();
      await runCanary({ ...world.deps, hasTime: () => false });
      const [arrival] = world.waiting.splice(0);
      assert.ok(arrival !== undefined);
      const live = arrival.body.replace('"origin":"canary"', '"origin":"live"');
      const usual = sentMs === undefined ? arrival.body : live;
      world.waiting.push({ ...arrival, body: body ?? usual, sentMs });
      await runCanary(world.deps);
      assert.match(String(world.told[2]), reason);
      assert.equal(world.waiting.length, 1);
    });
  }
});
