// Objects that count are written while two runs of settle are at them, in many orders, and one of them ends anywhere: where all
// objects together have enough, all is handed on once all is merged.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartialPut } from '../../src/ports/index.ts';
import { promoteSegments } from '../../src/segments/index.ts';
import { chooserOf, type Crash, everyOrder, runTasks, type Task } from '../state/interleavings.ts';
import { IS_THOROUGH } from '../support/runs.ts';
import { aCount, type CountWorld, openCountFiles } from './count-builders.ts';
import { gated, overtaken, settling } from './gated.ts';

const writing =
  (world: CountWorld, puts: readonly PartialPut[]): Task =>
  (gate) =>
    world.put(puts, gated(world.files, gate));

/** Runs settle until nothing is left, and looks. */
async function assertHandedOn(world: CountWorld, ids: readonly string[]): Promise<void> {
  const { left } = await promoteSegments(world.deps());
  assert.deepEqual([left, world.broken], [0, []]);
  assert.deepEqual(world.ids(), ids);
}

/** Enough merged files that the next run merges them further: one of `g` lies in them, and seven others, each alone. */
async function openBusy(): Promise<CountWorld> {
  const world = openCountFiles();
  for (let run = 0; run < 7; run++) {
    await world.put([aCount(`old ${run}`, 0, { group: run === 3 ? 'g' : `other ${run}` })]);
    await promoteSegments(world.deps());
  }
  return world;
}

/** When what happens that is merged, that the run has, and that comes with who overtakes it: seconds from a timespan's beginning. */
interface Places {
  readonly before: number;
  readonly own: readonly number[];
  readonly theirs: number;
}

/** In one timespan, or in two beside each other; the run has enough only with theirs, or without. */
const PLACES: readonly Places[] = [
  { before: 0, own: [1], theirs: 2 },
  { before: 60, own: [61], theirs: 0 },
  { before: 0, own: [1, 60], theirs: 61 },
];

/** Of the calls at which a run may end, behind one at which it is overtaken: each third, begun at another each time. */
const EVERY = IS_THOROUGH ? 1 : 3;

/** Every call at which the run is overtaken, and every one behind that at which it ends; gives how many. */
async function overtakenAnywhere(
  { before, own, theirs }: Places,
  outer: number,
  inner: number,
  olderMs: number,
): Promise<number> {
  let runs = 0;
  for (let atStep = 0, isPast = false; !isPast; atStep++) {
    for (
      let endsAfter = atStep + 1 + (atStep % EVERY);
      endsAfter < atStep + 20;
      endsAfter += EVERY
    ) {
      const world = openCountFiles();
      await world.put([aCount('before', before)]);
      await promoteSegments(world.deps());
      await world.put([...own.map((at) => aCount(`own ${at}`, at)), aCount('far', 200)]);
      await world.put([aCount('other', 1, { group: 'other' })]);
      const write = async () => {
        // Who overtakes the run takes what waits longest: this, or what the run has.
        world.clock.advance(-olderMs);
        await world.put([aCount('theirs', theirs)]);
        world.clock.advance(olderMs);
      };
      isPast = !(await overtaken(world, outer, { atStep, batchFiles: inner, write }, endsAfter));
      if (isPast) break;
      runs++;
      await assertHandedOn(world, ['before', ...own.map((at) => `own ${at}`), 'theirs']);
    }
  }
  return runs;
}

describe('What there is enough of is handed on', () => {
  for (const [outer, inner] of [
    [1, 1],
    [1, 500],
    [500, 1],
    [500, 500],
  ] as const) {
    it(`though a run of ${outer} is overtaken by one of ${inner} at any call, and ends at any`, async () => {
      let runs = 0;
      for (const places of PLACES) {
        for (const olderMs of inner === 1 ? [1, -1] : [0]) {
          runs += await overtakenAnywhere(places, outer, inner, olderMs);
        }
      }
      assert.ok(runs > 100, `only ${runs}`);
    });
  }

  it('in every order of its writing and of a run', async () => {
    const orders = await everyOrder(async (choose) => {
      const world = openCountFiles();
      await world.put([aCount('a'), aCount('b')]);
      await runTasks([writing(world, [aCount('c', 60)]), settling(world)], choose);
      await assertHandedOn(world, ['a', 'b', 'c']);
    });
    assert.ok(orders >= 10, `only ${orders} orders`);
  });

  for (const [what, crash] of [
    ['two runs side by side', undefined],
    ['two runs of which one ends anywhere', { task: 2 }],
  ] as const) {
    it(`by ${what}, with merging of what was merged, in many orders`, async () => {
      let crashes = 0;
      for (let seed = 0; seed < 120; seed++) {
        const world = await openBusy();
        const tasks = [
          writing(world, [aCount('a', 1), aCount('x', 1, { group: 'other 1' })]),
          writing(world, [aCount('b', 60), aCount('y', 61, { group: 'other 1' })]),
          settling(world, 2),
          settling(world, 2),
        ];
        const ends: Crash | undefined = crash && { ...crash, afterSteps: (seed * 7) % 70 };
        crashes += Number((await runTasks(tasks, chooserOf(seed), ends)).hasCrashed);
        await assertHandedOn(world, ['a', 'b', 'old 1', 'old 3', 'x', 'y']);
      }
      assert.equal(crashes > 20, crash !== undefined, `${crashes} crashes`);
    });
  }

  it('though a run ends at any of its calls, and the next begins where it ended', async () => {
    let crashes = 0;
    for (let afterSteps = 0, isPast = false; !isPast; afterSteps++) {
      const world = await openBusy();
      await world.put([aCount('a', 1)]);
      await world.put([aCount('b', 60), aCount('x', 1, { group: 'other 1' })]);
      const { hasCrashed } = await runTasks([settling(world, 2)], () => 0, { task: 0, afterSteps });
      isPast = !hasCrashed;
      crashes += Number(hasCrashed);
      await assertHandedOn(world, ['a', 'b', 'old 3']);
      await runTasks([settling(world, 2)], () => 0);
      await world.put([aCount('c', 61), aCount('y', 61, { group: 'other 1' })]);
      await assertHandedOn(world, ['a', 'b', 'c', 'old 1', 'old 3', 'x', 'y']);
    }
    assert.ok(crashes > 20, `only ${crashes} crashes`);
  });
});
