// Time over alerts: a closing update with final counts, and a resolution after a quiet day.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Alert, type FindingPart, MAX_ALERT_FINDINGS } from '../../src/model/index.ts';
import { aNote } from '../state/builders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/set-clock.ts';
import { Crash, LEASE_MS, openWorld, partOf } from './alert-world.ts';

type World = ReturnType<typeof openWorld>;

const isAlert = (one: object): one is Alert => 'event' in one;
const events = ({ published }: World) => published.filter(isAlert).map(({ event }) => event);
const last = ({ published }: World) => published.filter(isAlert).at(-1);

/** A finding of matches at those times, each of its own. */
function found(world: World, ...afterMs: readonly number[]) {
  const timesMs = afterMs.map((ms) => world.clock.nowMs() + ms);
  const matches = timesMs.map((timeMs) => aNote(`m${timeMs}`, { timeMs }));
  const part = partOf('m', 'medium', {
    firstTime: new Date(Math.min(...timesMs)).toISOString(),
    lastTime: new Date(Math.max(...timesMs)).toISOString(),
    count: matches.length,
  });
  return { ...part, matches, object: `o${timesMs[0]}` };
}

describe('an alert whose store refuses', () => {
  it('keeps no other from being closed in the same run, and is closed later', async () => {
    let refuses = 0;
    const world = openWorld({
      before: (call) => {
        if (call === 'read' && refuses-- > 0) throw new Crash();
      },
    });
    await world.scan(partOf('a', 'high'), partOf('b', 'high', { entityKey: 'x' }));
    world.clock.advance(HOUR_MS);
    refuses = 1;
    await assert.rejects(world.settle(), Crash);
    assert.deepEqual(events(world), ['opened', 'opened', 'closed']);
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'opened', 'closed', 'closed']);
  });
});

describe('an alert of more findings than it has room for', () => {
  it('is closed with the one that raised it, though it is not listed', async () => {
    const world = openWorld();
    for (let index = 0; index < MAX_ALERT_FINDINGS; index++) {
      await world.scan(partOf(`r${index}`, 'medium'));
    }
    await world.scan(partOf('worst', 'critical'));
    world.clock.advance(HOUR_MS);
    await world.settle();
    assert.deepEqual(world.log(), ['opened medium', 'raised critical', 'closed critical']);
    assert.equal(last(world)?.lead.rule.id, 'worst');
    assert.equal(last(world)?.rules.length, MAX_ALERT_FINDINGS + 1);
  });
});

describe('a rule that finds something of a process after its alert was closed', () => {
  const closedWorld = async (...parts: readonly FindingPart[]) => {
    const world = openWorld();
    await world.scan(...parts);
    world.clock.advance(HOUR_MS);
    await world.settle();
    return world;
  };

  it('raises it though its level is no higher: the closing cannot tell of it any more', async () => {
    const world = await closedWorld(partOf('noisy', 'high'));
    await world.scan(partOf('other', 'high'));
    assert.deepEqual(world.log(), ['opened high', 'closed high', 'raised high']);
    // What is known by then, of either rule, is not told again.
    await world.scan(partOf('other', 'high', { id: 'f1_other_2' }));
    await world.scan(partOf('noisy', 'high', { id: 'f1_noisy_2' }));
    world.clock.advance(HOUR_MS);
    await world.settle();
    assert.deepEqual(world.log().slice(3), ['closed high']);
    await world.scan(partOf('noisy', 'high', { id: 'f1_noisy_3' }));
    assert.equal(world.published.length, 4);
  });

  it('spends its budget, and is in its digest beyond', async () => {
    const world = await closedWorld(partOf('noisy', 'high'));
    world.setBudget(0);
    const [fate] = await world.scan(partOf('other', 'high'));
    assert.equal(fate?.kind, 'over-budget');
    await world.settle();
    assert.deepEqual(world.log().slice(2), ['digest high']);
  });

  it('is in that digest too where the scan meets its end before it is', async () => {
    let isCrashing = false;
    const world = openWorld({
      before: (call) => {
        if (call === 'put' && isCrashing) throw new Crash();
      },
    });
    await world.scan(partOf('noisy', 'high'));
    world.clock.advance(HOUR_MS);
    await world.settle();
    world.setBudget(0);
    isCrashing = true;
    const [fate] = await world.scan(partOf('other', 'high'));
    assert.equal(fate?.kind, 'failed');
    isCrashing = false;
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(world.log().slice(2), ['digest high']);
  });

  it('is in the digest of the day, where it is low', async () => {
    const world = await closedWorld(partOf('noisy', 'high'));
    const [fate] = await world.scan(partOf('low', 'low'));
    assert.equal(fate?.kind, 'digested');
  });
});

describe('an alert that was told', () => {
  it('is closed once when its window is over, with the counts of all objects by then', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    world.clock.advance(20 * MINUTE_MS);
    await world.scan(found(world, 0, 1));
    world.clock.advance(39 * MINUTE_MS);
    assert.equal((await world.settle()).closed, 0);
    world.clock.advance(MINUTE_MS);
    assert.equal((await world.settle()).closed, 1);
    world.clock.advance(MINUTE_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'closed']);
    const closed = last(world);
    assert.deepEqual([closed?.revision, closed?.isActive], [1, false]);
    assert.deepEqual([closed?.rules[0]?.count, closed?.rules[0]?.isCountExact], [3, true]);
    assert.equal(closed?.lastTime, '2026-11-20T12:20:00.001Z');
  });

  it('is resolved a quiet day after its last match, and never due again', async () => {
    const world = openWorld();
    await world.scan(found(world, -MINUTE_MS));
    world.clock.advance(10 * MINUTE_MS);
    await world.scan(found(world, 0));
    world.clock.advance(50 * MINUTE_MS);
    await world.settle();
    world.clock.advance(DAY_MS - 51 * MINUTE_MS);
    assert.equal((await world.settle()).resolved, 0);
    world.clock.advance(MINUTE_MS);
    assert.equal((await world.settle()).resolved, 1);
    assert.deepEqual(events(world), ['opened', 'closed', 'resolved']);
    assert.deepEqual(world.state.alerts.dueItems(Number.MAX_SAFE_INTEGER), []);
  });

  it('is not resolved while it goes on, though nobody is told of that', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    for (let hours = 0; hours < 60; hours += 6) {
      world.clock.advance(6 * HOUR_MS);
      await world.scan(found(world, -MINUTE_MS));
      await world.settle();
    }
    assert.deepEqual(events(world), ['opened', 'closed']);
    world.clock.advance(DAY_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'closed', 'resolved']);
  });

  for (const [what, offMs] of [
    ['ahead', 90 * DAY_MS],
    ['behind', -90 * DAY_MS],
  ] as const) {
    it(`is resolved after a day without matches where the host's clock is ${what}`, async () => {
      const world = openWorld();
      await world.scan(found(world, offMs));
      world.clock.advance(HOUR_MS);
      await world.settle();
      world.clock.advance(22 * HOUR_MS);
      await world.scan(found(world, offMs + 1));
      for (let hours = 0; hours < 22; hours++) {
        world.clock.advance(HOUR_MS);
        await world.settle();
      }
      assert.deepEqual(events(world), ['opened', 'closed']);
      world.clock.advance(DAY_MS + HOUR_MS);
      await world.settle();
      world.clock.advance(DAY_MS);
      await world.settle();
      assert.deepEqual(events(world), ['opened', 'closed', 'resolved']);
    });
  }

  it('is another once it was resolved', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    world.clock.advance(HOUR_MS);
    await world.settle();
    world.clock.advance(DAY_MS);
    await world.settle();
    await world.scan(partOf('m', 'medium', { id: 'f1_later' }));
    assert.deepEqual(events(world), ['opened', 'closed', 'resolved', 'opened']);
    assert.equal(new Set(world.published.map(({ id }) => id)).size, 2);
    assert.equal(last(world)?.revision, 0);
  });

  it('opens its window again where it is raised after it was closed', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    world.clock.advance(HOUR_MS);
    await world.settle();
    await world.scan(partOf('h', 'high'));
    assert.equal(last(world)?.isActive, true);
    world.clock.advance(HOUR_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'closed', 'raised', 'closed']);
    assert.deepEqual(
      world.published.map(({ revision }) => revision),
      [0, 1, 2, 3],
    );
  });

  it('says nothing of a rule whose findings were withdrawn, while others stand', async () => {
    const world = openWorld();
    await world.scan(found(world, 0), partOf('l', 'low'));
    const terms = { owner: 'join', leaseMs: 0 };
    const verdict = { verdict: 'withdrawn' as const, rank: '1', reason: 'r' };
    await world.state.findings.revise('acme', 'f1_l', verdict, terms);
    world.clock.advance(HOUR_MS);
    await world.settle();
    assert.deepEqual(
      last(world)?.rules.map(({ id }) => id),
      ['m'],
    );
  });
});

describe('an alert that nobody was told of', () => {
  it('is never closed', async () => {
    const world = openWorld();
    await world.scan(partOf('l', 'low'));
    world.clock.advance(3 * DAY_MS);
    await world.settle();
    assert.deepEqual(events(world), []);
  });
});

describe('what time brings', () => {
  it('waits for what a finding told and could not be published', async () => {
    const world = openWorld();
    world.setSink(true);
    await world.scan(found(world, 0));
    world.clock.advance(HOUR_MS);
    assert.deepEqual((await world.settle()).waiting, 1);
    world.setSink(false);
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'closed']);
  });

  it('is said again, as the same revision, where the sink did not take it', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    world.clock.advance(HOUR_MS);
    world.setSink(true);
    const { failures } = await world.settle();
    assert.equal(failures.length, 1);
    world.setSink(false);
    await world.scan(partOf('h', 'high'));
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(
      world.published.map((one) => [isAlert(one) && one.event, one.revision]),
      [
        ['opened', 0],
        ['raised', 2],
        ['closed', 1],
      ],
    );
    world.clock.advance(HOUR_MS - LEASE_MS);
    await world.settle();
    assert.deepEqual([last(world)?.event, last(world)?.revision], ['closed', 3]);
  });

  it('is said of an alert that another took the place of before it was said', async () => {
    const world = openWorld();
    await world.scan(found(world, 0));
    world.clock.advance(HOUR_MS);
    await world.settle();
    world.clock.advance(DAY_MS);
    world.setSink(true);
    await world.settle();
    world.setSink(false);
    await world.scan(partOf('h', 'high', { id: 'f1_later' }));
    await world.scan(partOf('l', 'low', { id: 'f1_low' }));
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened', 'closed', 'opened', 'resolved']);
    assert.equal(last(world)?.id, world.published[0]?.id);
    assert.deepEqual([last(world)?.level, last(world)?.revision], ['medium', 2]);
    world.clock.advance(HOUR_MS - LEASE_MS);
    await world.settle();
    assert.deepEqual([last(world)?.event, last(world)?.level], ['closed', 'high']);
  });

  it('comes once, whichever call a run of settle met its end at, but for the one after the post', async () => {
    for (let fatal = 0; fatal < 12; fatal++) {
      let calls = Number.NEGATIVE_INFINITY;
      const world = openWorld({
        before: () => {
          if (calls++ === fatal) throw new Crash();
        },
      });
      await world.scan(found(world, 0));
      world.clock.advance(HOUR_MS);
      calls = 0;
      await world.settle().catch((error: unknown) => assert.ok(error instanceof Crash));
      calls = Number.NEGATIVE_INFINITY;
      for (const ms of [LEASE_MS, LEASE_MS, DAY_MS, LEASE_MS]) {
        world.clock.advance(ms);
        await world.settle();
      }
      const told = new Set(
        world.published.map((one) => `${isAlert(one) && one.event} ${one.revision}`),
      );
      assert.deepEqual([...told], ['opened 0', 'closed 1', 'resolved 2']);
      assert.ok(world.published.length <= 4);
    }
  });

  it('is left to others where it is of another tenant', async () => {
    const world = openWorld();
    await world.scan(partOf('m', 'medium', { tenant: 'other' }));
    world.clock.advance(HOUR_MS);
    await world.settle();
    assert.deepEqual(events(world), ['opened']);
  });
});
