// What a canary's objects lead to: each an alert of its own, told at once whatever the site says, and never heard of again.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CANARY_TENANT } from '../../src/model/index.ts';
import { NOTHING_TOLD } from '../../src/pipeline/index.ts';
import { toldOf } from '../../src/pipeline/told.ts';
import { DAY_MS, HOUR_MS } from '../support/set-clock.ts';
import { openWorld, partOf } from './alert-world.ts';

/** What the rule found of one of the canary's processes. */
function canaryOf(entityKey: string, rule = 'r') {
  return partOf(rule, 'low', { id: `f1_${rule}${entityKey}`, tenant: CANARY_TENANT, entityKey });
}

describe('a canary', () => {
  it('is told of each time, whatever its rule would be, and by no route that people are told by', async () => {
    const world = openWorld();
    world.setBudget(1);
    for (const entity of ['1', '2', '3']) await world.scan(canaryOf(entity));
    const told = world.published.map((one) => ('origin' in one ? [one.origin, one.route] : []));
    assert.deepEqual(told, [
      ['canary', 'store'],
      ['canary', 'store'],
      ['canary', 'store'],
    ]);
  });

  it('spends no budget and enters no digest', async () => {
    const calls: string[] = [];
    const world = openWorld({ before: (call) => void calls.push(call) });
    await world.scan(canaryOf('1'), canaryOf('1', 's'));
    assert.deepEqual(
      calls.filter((call) => call === 'spend' || call === 'put'),
      [],
    );
  });

  it('is closed and resolved without a word', async () => {
    const world = openWorld();
    await world.scan(canaryOf('1'));
    const counts = { closed: 0, resolved: 0, waiting: 0, digests: 0, failures: [] };
    for (const passMs of [HOUR_MS, 2 * DAY_MS, 2 * DAY_MS]) {
      world.clock.advance(passMs);
      assert.deepEqual(await world.settle(), counts);
    }
    assert.equal(world.published.length, 1);
    const { hostKey, entityKey, source } = canaryOf('1').finding;
    const group = { tenant: CANARY_TENANT, source, hostKey, entityKey };
    const stored = await world.state.alerts.read(group);
    assert.deepEqual(
      stored?.told.map(({ event }) => event),
      ['opened', 'closed', 'resolved'],
    );
    assert.equal(stored?.dueMs, undefined);
  });

  it('counts neither as paged nor as posted, and for no level', async () => {
    const world = openWorld();
    await world.scan(canaryOf('1'));
    const alerts = world.published.filter((one) => 'origin' in one);
    assert.deepEqual(toldOf(alerts, []), { ...NOTHING_TOLD, stored: 1 });
  });
});
