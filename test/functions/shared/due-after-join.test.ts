// Groups of correlations that later events could undo, where connections wait for other objects.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dueAfterJoin } from '../../../functions/shared/due-after-join.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { aGroup, aPart } from '../../correlate/builders.ts';
import { createSetClock, MINUTE_MS } from '../../support/set-clock.ts';

const JOIN_MS = 15 * MINUTE_MS;

function world() {
  const clock = createSetClock();
  const { partialMatches } = createMemoryState(clock);
  const store = dueAfterJoin(partialMatches, JOIN_MS);
  const timeMs = clock.nowMs();
  const due = async (afterMs: number) => {
    const groups: unknown[] = [];
    for await (const { group } of store.due(timeMs + afterMs)) groups.push(group);
    return groups;
  };
  const put = { group: aGroup(), part: aPart(timeMs), keepMs: MINUTE_MS };
  return { store, put, timeMs, due };
}

describe('partial matches where connections wait', () => {
  it('are due once a connection that came within the grace was judged, and not before', async () => {
    const { store, put, timeMs, due } = world();
    await store.put([{ ...put, dueMs: timeMs + MINUTE_MS }]);
    assert.deepEqual(await due(JOIN_MS + MINUTE_MS - 1), []);
    assert.deepEqual(await due(JOIN_MS + MINUTE_MS), [put.group]);
  });

  it('are never due where later events undo nothing', async () => {
    const { store, put, due } = world();
    await store.put([put]);
    assert.deepEqual(await due(Number.POSITIVE_INFINITY), []);
  });
});
