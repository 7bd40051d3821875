// Findings → one alert a process, told once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_ROUTING } from '../../src/alert/index.ts';
import { type FindingPart, LEVELS, type Level } from '../../src/model/index.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../support/set-clock.ts';
import { Crash, LEASE_MS, openWorld, partOf } from './alert-world.ts';
import { runs } from '../support/runs.ts';

const kinds = (fates: readonly { readonly kind: string }[]) => fates.map(({ kind }) => kind);

describe('an alert', () => {
  it('is one for all rules of a process that one scan found, told at the highest level', async () => {
    const world = openWorld();
    const fates = await world.scan(partOf('m', 'medium'), partOf('h', 'high'), partOf('l', 'low'));
    assert.deepEqual(kinds(fates), ['joined', 'told', 'joined']);
    const [alert, ...rest] = world.published;
    assert.ok(alert && 'event' in alert);
    assert.deepEqual(
      [alert.event, alert.level, alert.route, alert.revision, alert.isActive, rest],
      ['opened', 'high', 'page', 0, true, []],
    );
    assert.deepEqual(
      alert.rules.map(({ id }) => id),
      ['h', 'm', 'l'],
    );
    assert.match(alert.id, /^a1_[\w-]{27}$/);
  });

  it('is told again only where a rule of a higher level matches', async () => {
    const world = openWorld();
    for (const [rule, level] of [
      ['a', 'medium'],
      ['b', 'medium'],
      ['c', 'low'],
      ['d', 'critical'],
      ['e', 'high'],
    ] as const) {
      await world.scan(partOf(rule, level));
    }
    assert.deepEqual(world.log(), ['opened medium', 'raised critical']);
    assert.equal(new Set(world.published.map(({ id }) => id)).size, 1);
    assert.deepEqual(
      world.published.map(({ revision }) => revision),
      [0, 1],
    );
  });

  it('is another for another process, host, source or tenant', async () => {
    const world = openWorld();
    await world.scan(
      partOf('a', 'high'),
      partOf('b', 'high', { entityKey: 'x' }),
      partOf('c', 'high', { hostKey: 'x' }),
      partOf('d', 'high', { source: 'sysmon' }),
      partOf('e', 'high', { tenant: 'other' }),
    );
    assert.equal(new Set(world.published.map(({ id }) => id)).size, 5);
  });

  it('is told to nobody a second time for what is known', async () => {
    const world = openWorld();
    await world.scan(partOf('a', 'high'));
    assert.deepEqual(await world.scan(partOf('a', 'high')), []);
    world.clock.advance(DAY_MS / 2);
    await world.scan(partOf('a', 'high', { id: 'f1_next_day', day: '2026-11-21' }));
    assert.deepEqual(world.log(), ['opened high']);
  });

  it('opens when something is first told, with what was too low before in it', async () => {
    const world = openWorld();
    assert.deepEqual(kinds(await world.scan(partOf('l', 'low'))), ['digested']);
    await world.scan(partOf('m', 'medium'));
    const [alert] = world.published;
    assert.ok(alert && 'event' in alert);
    assert.deepEqual([alert.event, alert.rules.length], ['opened', 2]);
  });

  it('shows no secret of a command line', async () => {
    const world = openWorld();
    const commandLine = 'net use \\\\srv\\c$ /user:al hunter2secret --password=hunter2secret';
    await world.scan(partOf('h', 'high', { process: { commandLine } }));
    assert.doesNotMatch(JSON.stringify(world.published), /hunter2secret/);
  });
});

describe('a route', () => {
  it('is overridden by level, and by rule before that', async () => {
    const levels = { ...DEFAULT_ROUTING.levels, low: 'post' as const };
    const rules = new Map([['quiet', 'digest' as const]]);
    const world = openWorld({ deps: { routing: { levels, rules } } });
    await world.scan(partOf('l', 'low'));
    assert.deepEqual(kinds(await world.scan(partOf('quiet', 'critical'))), ['joined']);
    assert.deepEqual(world.log(), ['opened low']);
  });

  it('of an experimental rule leads nowhere, whatever the site says', async () => {
    const rule = { guide: undefined, falsepositives: [], isExperimental: true };
    const routing = { ...DEFAULT_ROUTING, rules: new Map([['x', 'page' as const]]) };
    const world = openWorld({ deps: { rules: new Map([['x', rule]]), routing } });
    assert.deepEqual(kinds(await world.scan(partOf('x', 'critical'))), ['stored']);
    await world.scan(partOf('m', 'medium'));
    assert.deepEqual(world.log(), ['opened medium']);
    assert.equal((await world.state.findings.read('acme', 'f1_x'))?.isSent, true);
  });

  it('of a replay leads nowhere, and joins no alert', async () => {
    const world = openWorld({ deps: { origin: 'replay' } });
    assert.deepEqual(kinds(await world.scan(partOf('h', 'high'))), ['stored']);
    assert.deepEqual(world.state.alerts.dueItems(Number.MAX_SAFE_INTEGER), []);
  });
});

describe('a storm', () => {
  const hosts = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      partOf('fan', 'high', {
        id: `f1_${index}`,
        hostKey: `agent-${index}`,
        host: `ws-${index}`,
      }),
    );

  it('of 300 hosts is as many pages as the budget has, and one digest with exact counts', async () => {
    const world = openWorld();
    const parts = hosts(300);
    await world.scan(...parts.slice(0, 200));
    await world.scan(...parts.slice(150));
    assert.equal(world.published.length, 5);
    world.clock.advance(HOUR_MS + 10 * MINUTE_MS);
    await world.settle();
    const digests = world.published.filter((one) => 'findings' in one);
    assert.equal(digests.length, 1);
    const [digest] = digests;
    assert.deepEqual(
      [digest?.kind, digest?.findings, digest?.route, digest?.level, digest?.revision],
      ['hour', 295, 'page', 'high', 0],
    );
    assert.deepEqual([digest?.rules[0]?.findings, digest?.rules[0]?.hosts], [295, 295]);
    await world.settle();
    assert.equal(world.published.filter((one) => 'findings' in one).length, 1);
  });

  it('spends the budget of its own rule and hour only', async () => {
    const world = openWorld({ deps: { hourlyBudget: 2 } });
    await world.scan(...hosts(9));
    assert.equal(world.published.length, 2);
    await world.scan(partOf('other', 'high', { hostKey: 'agent-7' }));
    world.clock.advance(HOUR_MS);
    await world.scan(partOf('fan', 'high', { id: 'f1_later', hostKey: 'agent-8' }));
    assert.deepEqual(world.log().slice(2), ['opened high', 'opened high']);
  });

  it('that ends in a crash after the budget was asked is counted in the hour it was found in', async () => {
    let isCrashing = true;
    const world = openWorld({
      deps: { hourlyBudget: 0 },
      before: (call) => {
        if (call === 'put' && isCrashing) throw new Crash();
      },
    });
    assert.deepEqual(kinds(await world.scan(partOf('h', 'high'))), ['failed']);
    isCrashing = false;
    world.clock.advance(90 * MINUTE_MS);
    await world.settle();
    const [digest] = world.published;
    assert.ok(digest && 'findings' in digest);
    assert.equal(digest.fromTime, '2026-11-20T12:00:00.000Z');
    assert.equal(digest.findings, 1);
  });
});

describe('a digest', () => {
  it('keeps no secret that a log has in the name of a host', async () => {
    const world = openWorld({ deps: { hourlyBudget: 0 } });
    const kept: unknown[] = [];
    await world.scan(partOf('h', 'high', { host: 'ws --password=hunter2secret' }));
    const fromMs = Math.floor(world.clock.nowMs() / HOUR_MS) * HOUR_MS;
    const key = { tenant: 'acme', kind: 'hour', rule: 'h', fromMs } as const;
    for await (const member of world.state.digests.members(key)) kept.push(member);
    assert.equal(kept.length, 1);
    assert.doesNotMatch(JSON.stringify(kept), /hunter2secret/);
  });
});

describe('a day of low findings', () => {
  it('is one digest of all rules, after the day', async () => {
    const world = openWorld();
    await world.scan(partOf('l', 'low'), partOf('i', 'informational', { entityKey: 'x' }));
    await world.scan(partOf('l', 'low', { id: 'f1_l2', entityKey: 'y' }));
    await world.settle();
    assert.equal(world.published.length, 0);
    world.clock.advance(DAY_MS / 2 + 6 * MINUTE_MS);
    await world.settle();
    const [digest, ...rest] = world.published;
    assert.ok(digest && 'findings' in digest);
    assert.deepEqual(rest, []);
    assert.deepEqual([digest.kind, digest.findings, digest.route], ['day', 3, 'digest']);
    assert.deepEqual(
      digest.rules.map(({ id, findings, hosts }) => [id, findings, hosts]),
      [
        ['l', 2, 1],
        ['i', 1, 1],
      ],
    );
  });
});

describe('what fails', () => {
  it('keeps no other group from being told, and is told later', async () => {
    let isDown = true;
    const world = openWorld({
      before: (call) => {
        if (call === 'spend' && isDown) {
          isDown = false;
          throw new Crash();
        }
      },
    });
    const fates = await world.scan(partOf('a', 'high'), partOf('b', 'high', { entityKey: 'x' }));
    assert.deepEqual(kinds(fates).sort(), ['failed', 'told']);
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.deepEqual(world.log(), ['opened high', 'opened high']);
  });

  it('to be published is told again as the same alert and revision', async () => {
    const world = openWorld();
    world.setSink(true);
    await world.scan(partOf('a', 'medium'), partOf('b', 'low'));
    world.setSink(false);
    world.clock.advance(LEASE_MS);
    await world.settle();
    await world.scan(partOf('c', 'high'));
    assert.deepEqual(world.log(), ['opened medium', 'raised high']);
  });

  it('is not lost where the finding that told it is withdrawn before it is sent', async () => {
    const world = openWorld();
    world.setSink(true);
    await world.scan(partOf('a', 'medium'));
    await world.scan(partOf('b', 'medium'));
    const terms = { owner: 'join', leaseMs: LEASE_MS };
    const verdict = { verdict: 'withdrawn' as const, rank: '1', reason: 'r' };
    await world.state.findings.revise('acme', 'f1_a', verdict, terms);
    world.setSink(false);
    world.clock.advance(LEASE_MS);
    await world.settle();
    const [alert, ...rest] = world.published;
    assert.ok(alert && 'event' in alert);
    assert.deepEqual([alert.rules.map(({ id }) => id), rest], [['b'], []]);
  });

  it('to be told because it was withdrawn before is told to nobody', async () => {
    const world = openWorld({
      before: (call) => {
        if (call === 'spend') throw new Crash();
      },
    });
    await world.scan(partOf('a', 'medium'));
    const terms = { owner: 'join', leaseMs: LEASE_MS };
    const verdict = { verdict: 'withdrawn' as const, rank: '1', reason: 'r' };
    await world.state.findings.revise('acme', 'f1_a', verdict, terms);
    world.clock.advance(LEASE_MS);
    await world.settle();
    assert.equal(world.published.length, 0);
    assert.equal((await world.state.findings.read('acme', 'f1_a'))?.isSent, true);
  });
});

const part = fc
  .record({ rule: fc.nat({ max: 3 }), day: fc.nat({ max: 1 }) })
  .map(({ rule, day }): FindingPart => {
    const level: Level = LEVELS[rule + 1] ?? 'low';
    return partOf(`r${rule}`, level, { id: `f1_${rule}_${day}`, firstTime: `2026-11-2${day}` });
  });

const scansOfSome = fc.array(fc.array(part, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 5,
});

describe('any order, repetition and crash', () => {
  it('opens one alert, raises it once a level, and ends with the same rules', async () => {
    const crashes = fc.array(fc.nat({ max: 60 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(scansOfSome, crashes, async (scans, fatal) => {
        let calls = 0;
        let isLucky = false;
        const world = openWorld({
          before: () => {
            if (!isLucky && fatal.includes(calls++)) throw new Crash();
          },
        });
        for (const parts of scans) {
          await world.scan(...parts).catch((error: unknown) => assert.ok(error instanceof Crash));
        }
        // Whatever met its end is delivered again.
        isLucky = true;
        for (const parts of scans.toReversed()) await world.scan(...parts);
        await check(world, scans);
      }),
      { numRuns: runs(150), seed: 8 },
    );
  });

  it('does so for scans at the same time, whichever call of them goes first', async () => {
    await fc.assert(
      fc.asyncProperty(scansOfSome, fc.scheduler(), async (scans, scheduler) => {
        let isBusy = true;
        const world = openWorld({
          gate: async () => {
            if (isBusy) await scheduler.schedule(Promise.resolve());
          },
        });
        const all = Promise.all(scans.map((parts) => world.scan(...parts)));
        await scheduler.waitFor(all);
        isBusy = false;
        await check(world, scans);
      }),
      { numRuns: runs(80), seed: 8 },
    );
  });
});

/** What must be true of the alert once everything was delivered, and settled twice. */
async function check(
  world: ReturnType<typeof openWorld>,
  scans: readonly (readonly FindingPart[])[],
): Promise<void> {
  world.clock.advance(LEASE_MS);
  await world.settle();

  const alerts = world.published.filter((one) => 'event' in one);
  const found = scans.flat();
  const isTold = found.some(({ finding }) => finding.rule.level !== 'low');
  assert.equal(new Set(alerts.map(({ id }) => id)).size, isTold ? 1 : 0);
  const events = new Map(alerts.map((alert) => [alert.revision, alert]));
  const told = [...events.values()].toSorted((a, b) => a.revision - b.revision);
  assert.deepEqual(
    told.map(({ event }) => event),
    told.map((_, index) => (index === 0 ? 'opened' : 'raised')),
  );
  assert.deepEqual(
    told.map(({ revision }) => revision),
    told.map((_, index) => index),
  );
  if (!isTold) return;
  world.clock.advance(HOUR_MS);
  await world.settle();
  const closed = world.published.at(-1);
  assert.ok(closed && 'event' in closed);
  assert.equal(closed.event, 'closed');
  const rules = new Set(found.map(({ finding }) => finding.rule.id));
  assert.deepEqual(new Set(closed.rules.map(({ id }) => id)), rules);
  assert.equal(closed.lead.rule.level, closed.level);
  const levels = [...new Set(found.map(({ finding }) => LEVELS.indexOf(finding.rule.level)))];
  assert.equal(closed.level, LEVELS[Math.max(...levels)]);
  assert.equal(closed.level, told.at(-1)?.level);
  assert.ok(told.length <= levels.length);
}
