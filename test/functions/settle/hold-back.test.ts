// How far settle judges while something may still be on its way: never past the beginning of a backlog, never too far behind.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type HoldDeps, judgeUpTo } from '../../../functions/settle/hold-back.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { MAX_HOLD_MS } from '../../../src/ports/index.ts';
import { aScan, aVersion } from '../../state/builders.ts';
import { createSetClock, HOUR_MS, MINUTE_MS } from '../../support/set-clock.ts';

const ROUND = 10;
const CLEARING_MS = 4 * MINUTE_MS;
const CLAIM = { owner: 'attempt-1', ruleset: 'r1', leaseMs: HOUR_MS, hop: 1 };

/** A queue whose backlog the test sets; an error is thrown. */
function world() {
  const clock = createSetClock();
  const { ledger, backlog: notes } = createMemoryState(clock);
  const unknown: string[] = [];
  const queue = { waiting: 0, error: undefined as Error | undefined };
  const read = async () => {
    if (queue.error !== undefined) throw queue.error;
    return { waiting: queue.waiting, inFlight: 1_000 };
  };
  const deps: HoldDeps = {
    tenant: 'acme',
    queue: { gauge: { read }, roundSize: ROUND },
    notes,
    ledger,
    unknown: ({ message }) => void unknown.push(message),
  };
  /** How far behind the clock judging stays. */
  const held = async () => clock.nowMs() - (await judgeUpTo(clock.nowMs(), deps));
  return { clock, ledger, queue, deps, held, unknown };
}

describe('settle, holding back', () => {
  it('judges up to now while no more waits than the scans take at once, however much they have in hand', async () => {
    const { queue, held } = world();
    assert.equal(await held(), 0);
    queue.waiting = ROUND;
    assert.equal(await held(), 0);
  });

  it('judges up to when the backlog began, for as long as it lasts', async () => {
    const { clock, queue, held } = world();
    queue.waiting = ROUND + 1;
    assert.equal(await held(), CLEARING_MS);
    for (let minute = 1; minute <= 30; minute++) {
      clock.advance(MINUTE_MS);
      assert.equal(await held(), CLEARING_MS + minute * MINUTE_MS);
    }
  });

  it('waits for the scans of the last of it, then judges up to now, and the next backlog is a new one', async () => {
    const { clock, queue, held } = world();
    queue.waiting = ROUND + 1;
    await held();
    queue.waiting = 0;
    clock.advance(CLEARING_MS - 1);
    assert.equal(await held(), 2 * CLEARING_MS - 1);
    clock.advance(1);
    assert.equal(await held(), 0);
    clock.advance(MINUTE_MS);
    queue.waiting = ROUND + 1;
    assert.equal(await held(), CLEARING_MS);
  });

  it('never stays further behind than the limit', async () => {
    const { clock, queue, held } = world();
    queue.waiting = ROUND + 1;
    await held();
    for (let hour = 1; hour <= 8 * 30; hour++) {
      clock.advance(2 * MINUTE_MS);
      await held();
    }
    assert.equal(await held(), MAX_HOLD_MS);
  });

  it('takes a queue that cannot be asked for one with a backlog, and tells it', async () => {
    const { queue, held, unknown } = world();
    queue.error = new Error('AccessDenied');
    assert.equal(await held(), CLEARING_MS);
    assert.deepEqual(unknown, ['AccessDenied']);
  });

  it('waits for a large object that is being scanned, also between its hops', async () => {
    const { clock, ledger, held } = world();
    await ledger.claim(aVersion(), CLAIM);
    clock.advance(MINUTE_MS);
    assert.equal(await held(), CLEARING_MS + MINUTE_MS);
    await ledger.handOn(aVersion(), CLAIM);
    await ledger.claim(aVersion(), { ...CLAIM, owner: 'attempt-2', hop: 2 });
    clock.advance(MINUTE_MS);
    assert.equal(await held(), CLEARING_MS + 2 * MINUTE_MS);
    await ledger.complete(aVersion(), aScan());
    assert.equal(await held(), 0);
  });

  it('asks no queue where none feeds the function', async () => {
    const { clock, deps } = world();
    assert.equal(await judgeUpTo(clock.nowMs(), { ...deps, queue: undefined }), clock.nowMs());
  });
});
