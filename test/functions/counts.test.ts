// What counts and waits in files, through the functions' own code: found once there is enough, and no item of the table before.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { changedPartialMatches } from '../../src/deliver/index.ts';
import type { Finding, JsonObject, Match } from '../../src/model/index.ts';
import { aCorrelation } from '../correlate/builders.ts';
import { aMatch, anEvent, aRule, NOON_MS } from '../finding/builders.ts';
import { scanRecords as scanTogether } from '../pipeline/join-scan.ts';
import { fdrConnection } from '../source/fdr-records.ts';
import { checkAsync } from '../support/check.ts';
import { MINUTE_MS } from '../support/set-clock.ts';
import { openCounts } from './counts-world.ts';
import {
  GRACE_MS,
  type JoinWorld,
  MODES,
  openJoinWorld,
  scanRecords,
  type StartsMode,
  settleNow,
  storedFindings,
} from './join-world.ts';

const START_S = 1_795_169_700;

/** A connection of which no log names the program. */
function unattributed(host: string, second: number, to: number): JsonObject {
  const id = `${host}-${second}-${to}`;
  return fdrConnection({
    ...{ id, aid: host.padStart(32, '0'), ContextProcessId: `9${second}${to}` },
    ...{ ContextTimeStamp: `${START_S + second}.118`, RemoteAddressIP4: `10.1.1.${to}` },
  });
}

/** A deployment that notes partial matches as they are put into the table. */
function openNoting(mode: StartsMode): { readonly world: JoinWorld; readonly stored: string[] } {
  const world = openJoinWorld({ mode });
  const { partialMatches } = world.stores;
  const stored: string[] = [];
  const noting = changedPartialMatches(partialMatches, {
    put: (puts) => {
      stored.push(...puts.map(({ part }) => part.eventId));
      return partialMatches.put(puts);
    },
  });
  return { world: { ...world, stores: { ...world.stores, partialMatches: noting } }, stored };
}

/** Past the grace: connections are judged, and what counts of them is merged by the run behind that. */
async function settleAll(world: JoinWorld): Promise<void> {
  world.clock.advance(GRACE_MS);
  for (let run = 0; run < 3; run++) {
    await settleNow(world);
    world.clock.advance(MINUTE_MS);
  }
}

function coreOf({ id, rule, hostKey, day, count, correlation }: Finding) {
  return { id, rule: rule.id, hostKey, day, count, value: correlation?.value };
}

async function foundIn(world: JoinWorld) {
  const stored = await storedFindings(world);
  return stored.map(({ finding, matches }) => ({
    ...coreOf({ ...finding, count: matches.length }),
    matches: matches.map(({ matchId }) => matchId).sort(),
  }));
}

const connection = fc.record({
  host: fc.constantFrom('a1', 'b2'),
  second: fc.integer({ min: 0, max: 900 }),
  to: fc.integer({ min: 1, max: 25 }),
});

describe('A fan-out of which no log names the program', () => {
  it('is found by files as by the table and by one scan of everything, however it is split', async () => {
    let found = 0;
    const story = fc.record({
      connections: fc.uniqueArray(connection, {
        selector: ({ host, second, to }) => `${host} ${second} ${to}`,
        minLength: 30,
        maxLength: 90,
      }),
      size: fc.integer({ min: 1, max: 30 }),
      settlesAt: fc.array(fc.boolean(), { minLength: 90, maxLength: 90 }),
    });
    const property = fc.asyncProperty(story, async ({ connections, size, settlesAt }) => {
      const records = connections.map(({ host, second, to }) => unattributed(host, second, to));
      const expected = (await scanTogether([records])).findings
        .map(coreOf)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      found += expected.length;
      const byMode: (readonly { readonly matches: readonly string[] }[])[] = [];
      for (const mode of MODES) {
        const world = openJoinWorld({ mode });
        for (let from = 0; from < records.length; from += size) {
          await scanRecords(world, `${from}.json`, records.slice(from, from + size));
          if (settlesAt[from / size] !== true) continue;
          world.clock.advance(GRACE_MS / 2);
          await settleNow(world);
        }
        await settleAll(world);
        const stored = await foundIn(world);
        assert.deepEqual(
          stored.map(({ matches: _matches, ...core }) => core),
          expected,
        );
        byMode.push(stored);
        assert.equal(new Set(world.published).size, world.published.length, 'each once');
      }
      assert.deepEqual(byMode[0], byMode[1]);
    });
    await checkAsync(property, 60);
    assert.ok(found > 10, `only ${found}`);
  });

  it('is no item of the table while there is too little of it, and all of it once there is enough', async () => {
    const { world, stored } = openNoting('segments');
    const nine = Array.from({ length: 9 }, (_, to) => unattributed('a1', to, to));
    const quiet = Array.from({ length: 30 }, (_, at) => unattributed('b2', 20 * at, at % 4));
    await scanRecords(world, 'nine.json', [...nine, ...quiet]);
    await settleAll(world);
    assert.deepEqual([stored, world.published], [[], []]);
    await scanRecords(world, 'tenth.json', [unattributed('a1', 299, 9)]);
    await settleAll(world);
    assert.equal(stored.length, 10);
    const [{ count, value } = { count: 0, value: 0 }, ...others] = await foundIn(world);
    assert.deepEqual([count, value, others], [10, 10, []]);
  });

  it('is found by settle in what files hold where scans keep nothing in files any more', async () => {
    const { world, stored } = openNoting('segments');
    await scanRecords(world, 'one.json', [unattributed('a1', 0, 1)]);
    world.clock.advance(GRACE_MS);
    await settleNow(world);
    assert.deepEqual(stored, []);
    await settleNow(world, () => true, new Map());
    assert.equal(stored.length, 1);
  });
});

function aHost(seconds: number, host: string, parts: Parameters<typeof anEvent>[0] = {}): Match {
  const event = anEvent({
    identity: [`${host} at ${seconds}`],
    timeMs: NOON_MS + seconds * 1_000,
    ...parts,
    fields: { User: 'al', DestinationIp: host, ...parts.fields },
  });
  return { ...aMatch(event), rule: aRule({ id: 'a' }) };
}

describe('A correlation that counts', () => {
  const medium = aCorrelation({ level: 'medium' });

  it('is found by the scan of an object that has enough of it, which asks nothing of other groups', async () => {
    const world = openCounts([medium]);
    const others = aHost(1, '192.0.2.9', { fields: { User: 'bo' } });
    await world.scan([
      aHost(1, '192.0.2.1'),
      aHost(50, '192.0.2.2'),
      aHost(61, '192.0.2.3'),
      others,
    ]);
    const [finding] = await world.findings();
    assert.deepEqual([finding?.count, world.published.length, world.ranges.count], [3, 1, 1]);
    assert.equal(world.stored.length, 3);
    await world.settle();
    const findings = await world.findings();
    assert.deepEqual([findings, world.published.length], [[finding], 1]);
    assert.equal(world.stored.length, 3, 'what the scan has stored is not stored again');
  });

  it('is found with those of objects before that had too little, and of objects after', async () => {
    const world = openCounts([medium]);
    await world.scan([aHost(0, '192.0.2.1')]);
    await world.settle();
    await world.scan([aHost(1, '192.0.2.2'), aHost(2, '192.0.2.3'), aHost(3, '192.0.2.4')]);
    assert.deepEqual(
      (await world.findings()).map(({ count }) => count),
      [3],
    );
    await world.settle();
    assert.deepEqual(
      (await world.findings()).map(({ count }) => count),
      [4],
    );
    await world.scan([aHost(4, '192.0.2.5')], 'judged');
    await world.settle();
    assert.deepEqual(
      (await world.findings()).map(({ count }) => count),
      [5],
    );
    assert.equal(new Set(world.published.map((one) => one.split(' ')[0])).size, 1);
  });

  it('of which somebody is paged is found by the scan of the object that completes it', async () => {
    const world = openCounts([aCorrelation({ level: 'high' })]);
    for (const seconds of [0, 1, 2]) await world.scan([aHost(seconds, '192.0.2.1')]);
    assert.equal((await world.findings()).length, 1);
  });

  for (const from of ['scanned', 'judged'] as const) {
    it(`takes to the table what is too large for a file, and then what is near it (${from})`, async () => {
      const world = openCounts([medium]);
      await world.scan([aHost(0, '192.0.2.1')]);
      await world.settle();
      const User = 'a'.repeat(2_100_000);
      for (const [seconds, user] of [
        [0, 'al'],
        [0, User],
        [1, User],
        [2, User],
      ] as const) {
        await world.scan([aHost(seconds, user.slice(0, 9), { fields: { User: user } })], from);
      }
      await world.settle();
      assert.deepEqual(
        (await world.findings()).map(({ count }) => count),
        [3],
      );
      assert.equal(world.stored.length, 3);
    });
  }
});
