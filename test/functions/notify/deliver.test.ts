// What becomes of a message: posted once, tried again, or given up aloud.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deliver } from '../../../functions/notify/deliver.ts';
import {
  GIVE_UP_AFTER_MS,
  UNPAGED_AFTER_MS,
  UNTOLD_AFTER_MS,
} from '../../../functions/notify/waits.ts';
import { aFinding } from '../../alert/builders.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../support/set-clock.ts';
import { BUSY, createWorld, LEASE_MS, messageOf, POSTED, REFUSED, STALLED } from './world.ts';

const down = async () => {
  throw new Error('down');
};

describe('a message', () => {
  it('is posted once, however often it is delivered', async () => {
    const { deps, posts, names } = createWorld();
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'done');
    assert.equal(await deliver(messageOf({}, { id: 'm1' }), LEASE_MS, deps), 'done');
    assert.equal(posts.length, 1);
    assert.deepEqual(names(), ['posted', 'redelivered']);
  });

  it('is posted once where two have it at the same time; the other waits for the lease', async () => {
    const { deps, posts, hidden } = createWorld();
    const fates = await Promise.all([1, 2].map(() => deliver(messageOf(), LEASE_MS, deps)));
    assert.deepEqual(fates.toSorted(), ['again', 'done']);
    assert.equal(posts.length, 1);
    assert.deepEqual(hidden, [LEASE_MS]);
  });

  it('waits moments for another revision that is being posted', async () => {
    const { deps, hidden } = createWorld();
    const raised = messageOf({ revision: 1, event: 'raised' });
    await Promise.all([deliver(messageOf(), LEASE_MS, deps), deliver(raised, LEASE_MS, deps)]);
    assert.deepEqual(hidden, [5_000]);
  });

  it('is hidden for as long as the destination says, and then posted', async () => {
    const { deps, posts, hidden, names } = createWorld([{ ...BUSY, afterMs: 6 * HOUR_MS }]);
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'again');
    assert.deepEqual(hidden, [6 * HOUR_MS]);
    assert.equal(await deliver(messageOf({}, { receiveCount: 2 }), LEASE_MS, deps), 'done');
    assert.equal(posts.length, 2);
    assert.deepEqual(names(), ['retried', 'posted']);
  });

  it('is counted as uncertain where the destination may have it, and posted again: never silence', async () => {
    const { deps, posts, names } = createWorld([STALLED]);
    await deliver(messageOf(), LEASE_MS, deps);
    await deliver(messageOf({}, { receiveCount: 2 }), LEASE_MS, deps);
    assert.equal(posts.length, 2);
    assert.deepEqual(names(), ['uncertain', 'retried', 'posted']);
  });

  it('that is refused goes to the dead letters and to operations, and is posted when it is redriven', async () => {
    const { deps, posts, buried, words, names } = createWorld([REFUSED]);
    const message = messageOf();
    assert.equal(await deliver(message, LEASE_MS, deps), 'done');
    assert.deepEqual(buried, [
      { body: message.body, reason: 'refused: host answered 404: no_service' },
    ]);
    assert.equal(words.length, 1);
    assert.equal(await deliver(message, LEASE_MS, deps), 'done');
    assert.equal(posts.length, 2);
    assert.deepEqual(names(), ['failed', 'posted']);
  });

  it('is given up at twelve hours, aloud, and not a moment before', async () => {
    const { deps, clock, buried, words, hidden } = createWorld([BUSY, BUSY]);
    const message = messageOf({ route: 'post' }, { receiveCount: 60 });
    clock.advance(GIVE_UP_AFTER_MS - 1);
    assert.equal(await deliver(message, LEASE_MS, deps), 'again');
    assert.deepEqual([buried.length, hidden], [0, [15 * MINUTE_MS]]);
    clock.advance(1);
    assert.equal(await deliver(message, LEASE_MS, deps), 'done');
    assert.deepEqual([buried[0]?.reason], ['expired: host answered 429']);
    assert.match(words.at(-1)?.subject ?? '', /slack could not be reached for 12 hours/);
  });

  it('is tried through a whole outage of hours, and operations hear of it every hour', async () => {
    const outage = Array.from({ length: 100 }, () => BUSY);
    const { deps, clock, hidden, buried, words, posts } = createWorld(outage);
    const sinceMs = clock.nowMs();
    let fate = 'again';
    for (let receiveCount = 1; fate === 'again'; receiveCount++) {
      fate = await deliver(messageOf({}, { receiveCount }), LEASE_MS, deps);
      clock.advance(fate === 'again' ? (hidden.at(-1) ?? 0) : 0);
    }
    const hours = (clock.nowMs() - sinceMs) / HOUR_MS;
    assert.ok(hours >= 12 && hours < 12.25, String(hours));
    assert.equal(buried.length, 1);
    // Some 50 attempts: far from what the queue's redrive policy would end.
    assert.ok(posts.length > 45 && posts.length < 70, String(posts.length));
    assert.deepEqual(
      [...new Set(words.map(({ subject }) => subject))],
      [
        'sigma-lambda: slack a page could not be posted yet',
        'sigma-lambda: slack could not be reached for 12 hours',
      ],
    );
    assert.ok(words.length >= 13, String(words.length));
  });

  it('is posted at its first attempt, however late that comes', async () => {
    const { deps, clock, posts } = createWorld();
    clock.advance(2 * GIVE_UP_AFTER_MS);
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'done');
    assert.equal(posts.length, 1);
  });

  it('is tried again where the dead letters do not take it: nothing is lost, and operations hear of it', async () => {
    const world = createWorld([REFUSED]);
    const deps = { ...world.deps, deadLetters: { send: down } };
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'again');
    assert.deepEqual(world.hidden, [30 * SECOND_MS]);
    const [word] = world.words;
    assert.match(
      word?.subject ?? '',
      /^sigma-lambda: slack has an alert that its dead-letter queue/,
    );
    assert.match(word?.text ?? '', /^Why +refused: host answered 404: no_service$/m);
    assert.deepEqual(world.names(), ['faulted: dead letter']);
  });

  it('is tried again where the queue cannot hide it', async () => {
    const world = createWorld([BUSY]);
    const deps = { ...world.deps, held: { hide: down } };
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'again');
    assert.deepEqual(world.names(), ['retried', 'faulted: hide']);
  });

  it('that is none of ours goes to the dead letters, and quotes nothing of itself', async () => {
    const { deps, buried, words, posts } = createWorld();
    const message = messageOf({}, { body: '{"password":"Zq9"}' });
    assert.equal(await deliver(message, LEASE_MS, deps), 'done');
    assert.equal(posts.length, 0);
    assert.match(buried[0]?.reason ?? '', /^unreadable: schema is absent; expected /);
    assert.match(words[0]?.text ?? '', /purge what is not ours/);
    assert.doesNotMatch(JSON.stringify([words, buried[0]?.reason]), /Zq9/);
  });

  it('that no renderer can show goes to the dead letters at once, with a word', async () => {
    const world = createWorld();
    const render = () => {
      throw new TypeError('of what a log says');
    };
    assert.equal(await deliver(messageOf(), LEASE_MS, { ...world.deps, render }), 'done');
    assert.match(world.buried[0]?.reason ?? '', /^unshown: a bug of sigma-lambda: TypeError;/);
    assert.doesNotMatch(JSON.stringify(world.words), /what a log says/);
    assert.deepEqual(world.names(), ['crashed', 'failed']);
  });

  it('of a tenant that is none of the deployment goes to the dead letters, and the ledger hears nothing', async () => {
    const world = createWorld();
    const ledger = { ...world.ledger, claim: () => assert.fail('claimed') };
    const deps = { ...world.deps, tenants: ['acme'], ledger };
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'done');
    assert.match(
      world.buried[0]?.reason ?? '',
      /^unreadable: its tenant is "default"; expected one of this deployment$/,
    );
    assert.deepEqual([world.posts.length, world.names()], [0, ['failed']]);
  });

  it('of a replay is posted: only one whose user wants people told publishes any', async () => {
    const { deps, posts } = createWorld();
    assert.equal(await deliver(messageOf({ origin: 'replay' }), LEASE_MS, deps), 'done');
    assert.equal(posts.length, 1);
  });

  for (const [what, alert, reason] of [
    ['of a canary', { origin: 'canary', route: 'store' }, 'origin canary'],
    ['that is to be stored', { route: 'store' }, 'route store'],
  ] as const) {
    it(`${what} is told to nobody, whatever the subscription lets through`, async () => {
      const { deps, posts, names } = createWorld();
      assert.equal(await deliver(messageOf(alert), LEASE_MS, deps), 'done');
      assert.deepEqual([posts.length, names()], [0, [reason]]);
    });
  }
});

describe('the ledger', () => {
  it('that does not answer has the message tried again', async () => {
    const world = createWorld();
    const deps = { ...world.deps, ledger: { ...world.ledger, claim: down } };
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'again');
    assert.equal(world.posts.length, 0);
    assert.deepEqual(world.names(), ['faulted: claim', 'retried']);
  });

  it('is told of a post three times, and then the message is done all the same', async () => {
    const world = createWorld();
    let calls = 0;
    const posted = () => {
      calls++;
      return down();
    };
    const deps = { ...world.deps, ledger: { ...world.ledger, posted } };
    assert.equal(await deliver(messageOf(), LEASE_MS, deps), 'done');
    assert.equal(calls, 3);
    assert.deepEqual(world.names(), ['posted', 'unrecorded']);
  });
});

describe('an order that is wrong', () => {
  const resolved = messageOf({ revision: 3, event: 'resolved' });
  const closed = messageOf({ revision: 2, event: 'closed' });

  it('reopens no incident', async () => {
    const { deps, posts, names } = createWorld([], 'pagerduty');
    for (const message of [resolved, messageOf()]) await deliver(message, LEASE_MS, deps);
    assert.deepEqual(
      posts.map((body) => JSON.parse(body).event_action),
      ['resolve'],
    );
    assert.deepEqual(names(), ['posted', 'superseded']);
  });

  it('pages all the same behind a closing, of which the pager is told nothing', async () => {
    const { deps, posts, names } = createWorld([], 'pagerduty');
    for (const message of [closed, messageOf()]) await deliver(message, LEASE_MS, deps);
    assert.deepEqual(
      posts.map((body) => JSON.parse(body).event_action),
      ['trigger'],
    );
    assert.deepEqual(names(), ['nothing to say', 'posted']);
  });

  it('opens nothing in a channel that has read how it ended', async () => {
    const { deps, posts, names } = createWorld();
    for (const message of [closed, messageOf()]) await deliver(message, LEASE_MS, deps);
    assert.equal(posts.length, 1);
    assert.deepEqual(names(), ['posted', 'superseded']);
  });

  it('tells the whole of an alert by its end where nothing was posted before, and then no more', async () => {
    const { deps, posts } = createWorld([BUSY]);
    const guide = { triage: ['Look first.'], respond: [], harden: [], logging: [] };
    const last = (revision: number, event: 'opened' | 'closed' | 'resolved') =>
      messageOf({ revision, event, guide });
    assert.equal(await deliver(last(0, 'opened'), LEASE_MS, deps), 'again');
    for (const message of [last(2, 'closed'), last(0, 'opened'), last(3, 'resolved')]) {
      assert.equal(await deliver(message, LEASE_MS, deps), 'done');
    }
    const [, closed = '', resolved = ''] = posts;
    assert.match(closed, /alert, closed.*Told late.*Look first\./);
    assert.match(resolved, /alert, resolved/);
    assert.doesNotMatch(resolved, /Told late|Look first/);
    assert.equal(posts.length, 3);
  });
});

describe('a page that does not arrive', () => {
  const page = messageOf({}, { receiveCount: 3 });

  it('is told to operations after five minutes, once, and tried further', async () => {
    const { deps, clock, words, posts } = createWorld([BUSY, BUSY, BUSY, POSTED]);
    clock.advance(UNPAGED_AFTER_MS - 1);
    await deliver(page, LEASE_MS, deps);
    assert.equal(words.length, 0);
    clock.advance(1);
    await deliver(page, LEASE_MS, deps);
    await deliver(page, LEASE_MS, deps);
    assert.equal(words.length, 1);
    assert.equal(words[0]?.subject, 'sigma-lambda: slack a page could not be posted yet');
    assert.equal(await deliver(page, LEASE_MS, deps), 'done');
    assert.deepEqual([posts.length, words.length], [4, 1]);
  });

  it('is told at once where its next attempt is as far off as that', async () => {
    const { deps, words } = createWorld([
      { ...BUSY, afterMs: UNPAGED_AFTER_MS - 1 },
      { ...BUSY, afterMs: UNPAGED_AFTER_MS },
    ]);
    await deliver(messageOf(), LEASE_MS, deps);
    assert.equal(words.length, 0);
    await deliver(messageOf(), LEASE_MS, deps);
    assert.equal(words.length, 1);
    assert.match(words[0]?.text ?? '', /^Nobody was paged/);
  });

  it('is told also where it is the ledger that does not answer', async () => {
    const world = createWorld();
    world.clock.advance(UNPAGED_AFTER_MS);
    const deps = { ...world.deps, ledger: { ...world.ledger, claim: down } };
    await deliver(page, LEASE_MS, deps);
    assert.match(world.words[0]?.text ?? '', /the ledger of deliveries does not answer/);
  });

  for (const alert of [{ route: 'post' }, { event: 'closed', revision: 2 }] as const) {
    it(`is no matter of ${JSON.stringify(alert)}, which wakes nobody and is told after an hour`, async () => {
      const { deps, clock, words } = createWorld([BUSY, BUSY]);
      clock.advance(UNTOLD_AFTER_MS - 1);
      assert.equal(await deliver(messageOf(alert), LEASE_MS, deps), 'again');
      assert.equal(words.length, 0);
      clock.advance(1);
      assert.equal(await deliver(messageOf(alert), LEASE_MS, deps), 'again');
      assert.match(words[0]?.subject ?? '', /slack has not been told of an alert for an hour/);
    });
  }
});

describe('the latency of a page', () => {
  it('is from the event that opened or raised it to the post', async () => {
    const { deps, clock, counted } = createWorld();
    clock.advance(42 * SECOND_MS);
    const lead = aFinding({ firstTime: '2026-11-20T12:00:30.000Z' });
    await deliver(messageOf(), LEASE_MS, deps);
    await deliver(messageOf({ revision: 1, event: 'raised', lead }), LEASE_MS, deps);
    await deliver(messageOf({ revision: 2, event: 'closed' }), LEASE_MS, deps);
    assert.deepEqual(
      counted.map(({ detail }) => detail),
      [42_000, 12_000, undefined],
    );
  });

  it('is none of an alert that pages nobody, or whose event has no time', async () => {
    const { deps, counted } = createWorld();
    const { firstTime: _, ...lead } = aFinding();
    await deliver(messageOf({ route: 'post' }), LEASE_MS, deps);
    await deliver(messageOf({ id: `a1_${'c'.repeat(27)}`, lead }), LEASE_MS, deps);
    assert.deepEqual(
      counted.map(({ detail }) => detail),
      [undefined, undefined],
    );
  });
});
