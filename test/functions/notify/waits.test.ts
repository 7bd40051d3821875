// How long until the next attempt.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { heldWaitMs, retryWaitMs } from '../../../functions/notify/waits.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../support/set-clock.ts';

const latest = () => 1;

describe('a wait', () => {
  it('doubles from 30 seconds to 15 minutes where the destination says nothing', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 1_000].map((receiveCount) => {
      return retryWaitMs({ receiveCount, random: latest }) / SECOND_MS;
    });
    assert.deepEqual(waits, [30, 60, 120, 240, 480, 900, 900, 900]);
  });

  it('takes a destination at its word, until it has said the same ten times', () => {
    const waits = [1, 10, 11, 12, 40].map((receiveCount) => {
      return retryWaitMs({ afterMs: SECOND_MS, receiveCount, random: latest }) / SECOND_MS;
    });
    assert.deepEqual(waits, [1, 1, 30, 60, 900]);
  });

  it('never ends before the destination says, and never without being some seconds', () => {
    fc.assert(
      fc.property(
        fc.option(fc.integer({ min: SECOND_MS, max: 6 * HOUR_MS }), { nil: undefined }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (afterMs, receiveCount, chance) => {
          const wait = retryWaitMs({ afterMs, receiveCount, random: () => chance });
          assert.ok(wait >= (afterMs ?? 22 * SECOND_MS));
          assert.ok(wait <= Math.max(afterMs ?? 0, 15 * MINUTE_MS));
        },
      ),
      { seed: 20_261_120 },
    );
  });

  it('for one who holds the alert is a second at least', () => {
    assert.equal(heldWaitMs(-5, true), SECOND_MS);
    assert.equal(heldWaitMs(90_000, true), 90_000);
    assert.equal(heldWaitMs(90_000, false), 5_000);
    assert.equal(heldWaitMs(2_000, false), 2_000);
  });
});
