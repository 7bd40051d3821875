// Which events lie in a window of time.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isInWindow, type TimeWindow } from '../../src/pipeline/index.ts';
import { anEvent, NOON_MS } from '../finding/builders.ts';

const CASES: readonly (readonly [TimeWindow, timeMs: number | undefined, boolean])[] = [
  [{ sinceMs: NOON_MS }, NOON_MS, true],
  [{ sinceMs: NOON_MS }, NOON_MS - 1, false],
  [{ untilMs: NOON_MS }, NOON_MS, false],
  [{ untilMs: NOON_MS }, NOON_MS - 1, true],
  [{ sinceMs: NOON_MS, untilMs: NOON_MS + 1 }, NOON_MS, true],
  [{ sinceMs: NOON_MS, untilMs: NOON_MS + 1 }, undefined, true],
];

for (const [window, timeMs, isIn] of CASES) {
  it(`${JSON.stringify(window)} ${isIn ? 'has' : 'does not have'} ${timeMs}`, () => {
    assert.equal(isInWindow(anEvent({ timeMs }), window), isIn);
  });
}

it('without bounds no event is asked for its time, which it would have to work out', () => {
  const event = Object.defineProperty(anEvent(), 'timeMs', {
    get: () => assert.fail('asked for its time'),
  });
  assert.equal(isInWindow(event, {}), true);
});
