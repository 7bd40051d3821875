// Waits: how long, and what ends them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { backoffMs, SYSTEM_WAITING } from '../../../src/adapters/aws/backoff.ts';

it('waits between half and all of a ceiling that doubles from 100 ms to 5 s', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 100 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (retry, r) => {
        const ceilingMs = Math.min(5_000, 100 * 2 ** retry);
        const waitMs = backoffMs(retry, () => r);
        assert.ok(waitMs >= ceilingMs / 2 && waitMs < ceilingMs);
      },
    ),
  );
});

it('sleeps to the end without a signal, and with one that does not fire', async () => {
  await SYSTEM_WAITING.sleep(1);
  await SYSTEM_WAITING.sleep(1, new AbortController().signal);
});

it("rejects with the signal's reason, fired before or while it sleeps", async () => {
  const reason = new Error('out of time');
  await assert.rejects(SYSTEM_WAITING.sleep(60_000, AbortSignal.abort(reason)), reason);
  const stop = new AbortController();
  const sleeping = SYSTEM_WAITING.sleep(60_000, stop.signal);
  stop.abort(reason);
  await assert.rejects(sleeping, reason);
});
