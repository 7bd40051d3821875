// The races that must end in one finding, published once: run against any stores.

import assert from 'node:assert/strict';
import { aFindingPart, aNote } from './builders.ts';
import { type Choose, type Crash, runTasks } from './interleavings.ts';
import {
  assertOneFinding,
  connectionScan,
  correlationScan,
  findingScan,
  redeliver,
  type Scan,
  settle,
  startScan,
  taskOf,
  type World,
} from './world.ts';

/** Scans that run at the same time, and the matches of the finding that comes of them. */
export interface Race {
  readonly what: string;
  readonly scans: readonly Scan[];
  readonly matchIds: readonly string[];
}

const FIRST = aFindingPart({ rank: '1', matches: [aNote('m1'), aNote('m2')] });
const SECOND = aFindingPart({ rank: '0', object: 'b', matches: [aNote('m2'), aNote('m3')] });

/** Start ∥ connection; the same finding twice; an object delivered twice; what needs two things; a correlation. */
export const RACES: readonly Race[] = [
  {
    what: 'a start and its connection, in two objects',
    scans: [startScan(), connectionScan()],
    matchIds: ['m1'],
  },
  {
    what: 'matches of one finding, in two objects',
    scans: [findingScan(FIRST), findingScan(SECOND)],
    matchIds: ['m1', 'm2', 'm3'],
  },
  {
    what: 'one object, delivered twice at once',
    scans: [findingScan(FIRST), findingScan(FIRST)],
    matchIds: ['m1', 'm2'],
  },
  {
    what: 'a connection, delivered twice at once, and its start',
    scans: [connectionScan(), connectionScan(), startScan()],
    matchIds: ['m1'],
  },
  {
    what: 'a connection and the two things it needs, in three objects',
    scans: [connectionScan(2), startScan(0), startScan(1)],
    matchIds: ['m1'],
  },
  {
    what: 'two events of a correlation, in two objects',
    scans: [correlationScan('c1', 1_000), correlationScan('c2', 2_000)],
    matchIds: ['c1', 'c2'],
  },
];

/** Runs a race to its end, delivers everything again, and looks: settle has nothing left to do. */
export async function runRace(
  { scans, matchIds }: Race,
  world: World,
  choose: Choose,
): Promise<void> {
  const tasks = scans.map((scan, index) => taskOf(world, scan, `scan-${index}`));
  await runTasks(tasks, choose);
  await assertOneFinding(world, matchIds, 1);
  for (const [index, scan] of scans.entries()) await redeliver(world, scan, `again-${index}`);
  await assertOneFinding(world, matchIds, 1);
  assert.equal(await world.countDue(), 0);
}

/**
 * The same with a scan that ends before its time, and is delivered again. Between the sending of a message and the note
 * that it was sent lies the one place where a crash has it sent twice: under the same id.
 */
export async function runRaceWithCrash(
  { scans, matchIds }: Race,
  world: World,
  choose: Choose,
  crash: Crash,
): Promise<{ readonly hasCrashed: boolean; readonly isRepeated: boolean }> {
  const tasks = scans.map((scan, index) => taskOf(world, scan, `scan-${index}`));
  const { hasCrashed } = await runTasks(tasks, choose, crash);
  const scan = scans[crash.task];
  const { tenant, id } = FIRST.finding;
  const isNoted = (await world.stores.findings.read(tenant, id))?.isSent === true;
  const repeated = world.published.length === 1 && !isNoted ? 2 : 1;
  if (scan !== undefined) await redeliver(world, scan, 'again');
  await settle(world);
  await assertOneFinding(world, matchIds, repeated);
  assert.equal(await world.countDue(), 0);
  return { hasCrashed, isRepeated: repeated > 1 };
}
