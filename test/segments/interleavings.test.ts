// Objects are written while two runs of settle are at it, in many orders, and one of them ends anywhere: every start that is
// asked for is handed on once all is merged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { promoteSegments } from '../../src/segments/index.ts';
import { chooserOf, type Crash, everyOrder, runTasks, type Task } from '../state/interleavings.ts';
import { openSegments, type SegmentWorld } from './builders.ts';
import { gated, overtaken, settling } from './gated.ts';

const writing =
  (world: SegmentWorld, starts: readonly string[], wants: readonly string[]): Task =>
  (gate) =>
    world.put(starts, wants, gated(world.files, gate));

/** Runs settle until nothing is left, and looks. */
async function assertPromoted(world: SegmentWorld, keys: readonly string[]): Promise<void> {
  const { left } = await promoteSegments(world.deps());
  assert.equal(left, 0);
  assert.deepEqual(world.promotedKeys(), keys);
  assert.deepEqual([world.broken, world.unanswered()], [[], []]);
}

/** Enough merged files that the next run merges them further. */
async function openBusy(): Promise<SegmentWorld> {
  const world = openSegments('connections');
  for (let run = 0; run < 7; run++) {
    await world.put([`old ${run}`], [`asked ${run}`]);
    await promoteSegments(world.deps());
  }
  return world;
}

/** What a run meets that will be overtaken. */
async function putFirst(world: SegmentWorld, mine: readonly string[], theirs: readonly string[]) {
  await world.put(mine, theirs);
  await world.put(['other'], ['other']);
}

type Pair = readonly [readonly string[], readonly string[]];

/**
 * Two starts, of which each is asked for where the other is: with batches of one file the run takes the first of them, and
 * whoever overtakes it first the same file, or the one that was written meanwhile.
 */
async function pairs(): Promise<readonly Pair[]> {
  const byPlace = new Map<number, Pair>();
  for (let number = 0; byPlace.size < 2; number++) {
    const pair = [[`a${number}`], [`b${number}`]] as const;
    const world = openSegments('connections');
    await world.put(pair[0], pair[1]);
    const [mine = ''] = await world.keys();
    await world.put(['other'], ['other']);
    const before = await world.keys();
    await world.put(pair[1], pair[0]);
    const [theirs = ''] = (await world.keys()).filter((key) => !before.includes(key));
    if (before[0] === mine) byPlace.set(theirs < mine ? 0 : 1, pair);
  }
  return [...byPlace.values()];
}

/** Every call at which the run is overtaken, and every one behind that at which it ends; gives how many. */
async function overtakenAnywhere(
  [mine, theirs]: Pair,
  outer: number,
  inner: number,
): Promise<number> {
  let runs = 0;
  for (let atStep = 0, isPast = false; !isPast; atStep++) {
    for (let endsAfter = atStep + 1; !isPast && endsAfter < atStep + 20; endsAfter++) {
      const world = openSegments('connections');
      await putFirst(world, mine, theirs);
      const other = { atStep, batchFiles: inner, write: () => world.put(theirs, mine) };
      isPast = !(await overtaken(world, outer, other, endsAfter));
      if (isPast) break;
      runs++;
      await assertPromoted(world, [...mine, ...theirs, 'other']);
    }
  }
  return runs;
}

describe('Every start that is asked for is handed on', () => {
  for (const [outer, inner] of [
    [1, 1],
    [1, 500],
    [500, 1],
    [500, 500],
  ] as const) {
    it(`though a run of ${outer} is overtaken by one of ${inner} at any call, and ends at any`, async () => {
      let runs = 0;
      for (const pair of await pairs()) runs += await overtakenAnywhere(pair, outer, inner);
      assert.ok(runs > 100, `only ${runs}`);
    });
  }

  it('in every order of its writing, of who asks, and of a run', async () => {
    const orders = await everyOrder(async (choose) => {
      const world = openSegments('connections');
      await runTasks(
        [writing(world, ['a'], []), writing(world, ['x'], ['a']), settling(world)],
        choose,
      );
      await assertPromoted(world, ['a']);
    });
    assert.ok(orders >= 20, `only ${orders} orders`);
  });

  for (const [what, crash] of [
    ['two runs side by side', undefined],
    ['two runs of which one ends anywhere', { task: 2 }],
  ] as const) {
    it(`by ${what}, with merging of what was merged, in many orders`, async () => {
      let crashes = 0;
      for (let seed = 0; seed < 80; seed++) {
        const world = await openBusy();
        const tasks = [
          writing(world, ['a', 'asked 3'], ['old 2', 'b']),
          writing(world, ['b'], ['a', 'old 6']),
          settling(world, 2),
          settling(world, 2),
        ];
        const ends: Crash | undefined = crash && { ...crash, afterSteps: (seed * 7) % 60 };
        crashes += Number((await runTasks(tasks, chooserOf(seed), ends)).hasCrashed);
        await assertPromoted(world, ['a', 'asked 3', 'b', 'old 2', 'old 6']);
      }
      assert.equal(crashes > 20, crash !== undefined, `${crashes} crashes`);
    });
  }

  it('though a run ends at any of its calls, and the next begins where it ended', async () => {
    let crashes = 0;
    for (let afterSteps = 0, isPast = false; !isPast; afterSteps++) {
      const world = await openBusy();
      await world.put(['a', 'asked 3'], ['old 2', 'b']);
      await world.put(['b'], ['a', 'old 6']);
      const { hasCrashed } = await runTasks([settling(world, 2)], () => 0, { task: 0, afterSteps });
      isPast = !hasCrashed;
      crashes += Number(hasCrashed);
      await assertPromoted(world, ['a', 'asked 3', 'b', 'old 2', 'old 6']);
      await runTasks([settling(world, 2)], () => 0);
      await world.put(['asked 5'], ['old 4']);
      await assertPromoted(world, ['a', 'asked 3', 'asked 5', 'b', 'old 2', 'old 4', 'old 6']);
    }
    assert.ok(crashes > 20, `only ${crashes} crashes`);
  });
});
