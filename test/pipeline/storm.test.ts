// Many findings at once → a handful of messages whose counts add up: every finding is told once, or counted once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toEmail } from '../../src/alert/index.ts';
import type { Alert, AlertDigest, Level } from '../../src/model/index.ts';
import { aNote } from '../state/builders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/set-clock.ts';
import { openWorld, partOf } from './alert-world.ts';

type World = ReturnType<typeof openWorld>;

const isAlert = (one: object): one is Alert => 'event' in one;
const alerts = ({ published }: World, event: Alert['event']) =>
  published.filter(isAlert).filter((one) => one.event === event);
const isDigest = (one: object): one is AlertDigest => !isAlert(one);
const digests = ({ published }: World) => published.filter(isDigest);

/** Messages of each kind. */
function told(world: World) {
  const of = (event: Alert['event']) => alerts(world, event).length;
  return {
    opened: of('opened'),
    raised: of('raised'),
    digests: digests(world).length,
    closed: of('closed'),
    resolved: of('resolved'),
  };
}

/** An hour and a day pass, and more; settle runs often enough to meet all that is due. */
async function passADay(world: World): Promise<void> {
  for (const ms of [HOUR_MS, 5 * MINUTE_MS, HOUR_MS, DAY_MS, HOUR_MS]) {
    world.clock.advance(ms);
    await world.settle();
  }
}

/** Seeded, so that a failure can be seen again. */
function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const rank = (index: number) => Math.imul(index * 2 + 1, 0x9e3779b1 ^ seed) >>> 0;
  return items
    .map((item, index) => [rank(index), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
}

/** An object's part of a finding: connections to hosts of their own. */
function reached(from: number, to: number, startMs: number) {
  const matches = Array.from({ length: to - from }, (_, index) => {
    const ip = `10.1.${(from + index) >> 8}.${(from + index) & 255}`;
    return aNote(`m${from + index}`, { timeMs: startMs + (from + index) * 10, ip, port: 445 });
  });
  const destinations = matches.slice(0, 20).map(({ ip = '', port = 0, timeMs = 0 }) => {
    return { ip, port, firstTime: new Date(timeMs).toISOString() };
  });
  const part = partOf('m', 'medium', {
    count: matches.length,
    destinations,
    distinctDestinations: matches.length,
  });
  return { ...part, matches, object: `o${from}` };
}

describe('one process that reaches many hosts', () => {
  for (const seed of [1, 2, 3]) {
    it(`is three messages with exact counts for 800 hosts in 16 objects, in order ${seed}`, async () => {
      const world = openWorld();
      const parts = Array.from({ length: 16 }, (_, index) =>
        reached(index * 50, index * 50 + 50, world.clock.nowMs()),
      );
      for (const part of shuffled(parts, seed)) await world.scan(part);
      await passADay(world);
      assert.deepEqual(told(world), { opened: 1, raised: 0, digests: 0, closed: 1, resolved: 1 });
      const [closed] = alerts(world, 'closed');
      assert.deepEqual(
        closed?.rules.map(({ count, isCountExact }) => [count, isCountExact]),
        [[800, true]],
      );
      assert.equal(closed?.distinctDestinations, 800);
      assert.equal(closed?.lead.destinations[0]?.ip, '10.1.0.0');
    });
  }

  it('is three messages for 5,000 hosts in 50 objects, and they say that they do not count them all', async () => {
    const world = openWorld();
    const parts = Array.from({ length: 50 }, (_, index) =>
      reached(index * 100, index * 100 + 100, world.clock.nowMs()),
    );
    for (const part of shuffled(parts, 7)) await world.scan(part);
    await passADay(world);
    assert.deepEqual(told(world), { opened: 1, raised: 0, digests: 0, closed: 1, resolved: 1 });
    const [closed] = alerts(world, 'closed');
    assert.ok(closed !== undefined);
    const { text } = toEmail(closed, { nowMs: world.clock.nowMs() });
    assert.match(text, /^Destinations .+ and at least 996 more$/m);
    assert.match(text, /^Count +at least 1000 matches$/m);
  });
});

/** A process of each host, found by each of the rules. */
function outbreak(hosts: number, rules: readonly (readonly [id: string, level: Level])[]) {
  return Array.from({ length: hosts }, (_, index) =>
    rules.map(([id, level]) => {
      const part = partOf(id, level, {
        id: `f1_${id}-${index}`,
        host: `ws-${index}`,
        hostKey: `agent-${index}`,
        entityKey: `entity-${index}`,
      });
      return { ...part, object: `o${index >> 4}` };
    }),
  );
}

describe('a rule that finds something on 300 hosts at once', () => {
  it('pages for five, counts the other 295 in one digest, and resolves the five without a closing update', async () => {
    const world = openWorld();
    const found = outbreak(300, [['h', 'high']]).flat();
    for (let from = 0; from < 300; from += 30) await world.scan(...found.slice(from, from + 30));
    await passADay(world);
    assert.deepEqual(told(world), { opened: 5, raised: 0, digests: 1, closed: 0, resolved: 5 });
    const [digest] = digests(world);
    assert.deepEqual([digest?.findings, digest?.route, digest?.revision], [295, 'page', 0]);
    assert.deepEqual(
      digest?.rules.map(({ id, findings, hosts }) => [id, findings, hosts]),
      [['h', 295, 295]],
    );
    const ids = (event: Alert['event']) => alerts(world, event).map(({ id }) => id);
    assert.deepEqual(ids('resolved').toSorted(), ids('opened').toSorted());
  });

  it('posts for five, one digest, and nothing more: there is no incident to be resolved', async () => {
    const world = openWorld();
    await world.scan(...outbreak(300, [['m', 'medium']]).flat());
    await passADay(world);
    assert.deepEqual(told(world), { opened: 5, raised: 0, digests: 1, closed: 0, resolved: 0 });
    assert.deepEqual(world.state.alerts.dueItems(Number.MAX_SAFE_INTEGER), []);
  });

  it('is closed aloud where another rule joined since its alert was told', async () => {
    const world = openWorld();
    const found = outbreak(300, [
      ['m', 'medium'],
      ['n', 'medium'],
    ]);
    await world.scan(...found.map(([m]) => m).filter((part) => part !== undefined));
    const told = alerts(world, 'opened').map(({ group }) => group.hostKey);
    const others = found.flatMap(([, n]) => n ?? []);
    await world.scan(...others.filter(({ finding }) => finding.hostKey === told[0]));
    await passADay(world);
    const [closed, ...rest] = alerts(world, 'closed');
    assert.deepEqual([closed?.rules.map(({ id }) => id), rest], [['m', 'n'], []]);
  });

  it('is told of again in the next hour: five more, and a digest of that hour', async () => {
    const world = openWorld();
    const found = outbreak(60, [['m', 'medium']]).flat();
    await world.scan(...found.slice(0, 30));
    world.clock.advance(HOUR_MS);
    await world.scan(...found.slice(30));
    await passADay(world);
    assert.deepEqual(told(world), { opened: 10, raised: 0, digests: 2, closed: 0, resolved: 0 });
    assert.deepEqual(
      digests(world).map(({ findings }) => findings),
      [25, 25],
    );
  });
});

describe('a rule that pages and is over its budget', () => {
  it('pages at once, with what came so far, and once more when its hour is over', async () => {
    const world = openWorld();
    const found = outbreak(40, [['h', 'critical']]).flat();
    await world.scan(...found.slice(0, 5));
    await world.settle();
    assert.equal(digests(world).length, 0);
    await world.scan(...found.slice(5, 6));
    await world.settle();
    for (let from = 6; from < 40; from++) {
      await world.scan(...found.slice(from, from + 1));
      world.clock.advance(MINUTE_MS);
      await world.settle();
    }
    await passADay(world);
    assert.deepEqual(
      digests(world).map(({ route, revision, findings, isOpen }) => [
        [route, revision, findings],
        isOpen,
      ]),
      [
        [['page', 0, 1], true],
        [['page', 1, 35], undefined],
      ],
    );
    assert.equal(new Set(digests(world).map(({ id }) => id)).size, 1);
  });

  it('is told twice also where more comes while the first is published', async () => {
    const late = outbreak(7, [['h', 'critical']])
      .flat()
      .slice(6);
    let isFirst = false;
    const world = openWorld({
      before: (call) => {
        if (call !== 'publish' || !isFirst) return;
        isFirst = false;
        void world.scan(...late);
      },
    });
    await world.scan(...outbreak(6, [['h', 'critical']]).flat());
    isFirst = true;
    await world.settle();
    for (let minutes = 0; minutes < 30; minutes++) {
      world.clock.advance(MINUTE_MS);
      await world.settle();
    }
    assert.equal(digests(world).length, 1);
    await passADay(world);
    assert.deepEqual(
      digests(world).map(({ findings }) => findings),
      [1, 2],
    );
  });

  it('that posts waits for the end of its hour', async () => {
    const world = openWorld();
    await world.scan(...outbreak(6, [['m', 'medium']]).flat());
    await world.settle();
    assert.equal(digests(world).length, 0);
  });
});

describe('three rules that find something on 300 hosts at once', () => {
  const RULES = [
    ['h', 'high'],
    ['m', 'medium'],
    ['n', 'medium'],
  ] as const;

  it('have a budget each: five alerts and a digest a rule, and each finding is in one of them', async () => {
    const world = openWorld();
    for (const parts of outbreak(300, RULES)) await world.scan(...parts);
    await passADay(world);
    assert.deepEqual(told(world), { opened: 15, raised: 0, digests: 3, closed: 0, resolved: 5 });
    const inDigests = new Map(
      digests(world).map(({ rules, findings }) => [rules[0]?.id, findings]),
    );
    // Five hosts are told by h, five by m, five by n; what m finds of h's five is in these alerts.
    assert.deepEqual(Object.fromEntries(inDigests), { h: 295, m: 290, n: 285 });
    const inAlerts = alerts(world, 'opened').flatMap(({ rules }) => rules.map(({ id }) => id));
    const count = (rule: string) => inAlerts.filter((id) => id === rule).length;
    assert.deepEqual(['h', 'm', 'n'].map(count), [15, 15, 15]);
  });
});

describe('a quiet hour', () => {
  it('has closing updates and resolutions as ever: five alerts are no storm', async () => {
    const world = openWorld();
    await world.scan(...outbreak(5, [['m', 'medium']]).flat());
    await passADay(world);
    assert.deepEqual(told(world), { opened: 5, raised: 0, digests: 0, closed: 5, resolved: 5 });
  });
});
