// Both passes over a plan: objects → threads → the journal. Whatever stops it, the journal has what was read, and it goes on there.

import { readFileSync } from 'node:fs';
import {
  type PassDeps,
  type PlannedObject,
  plannedName,
  type ReplayPass,
  Wanted,
  wantedByPartials,
} from '../../replay/index.ts';
import type { Journal } from './journal.ts';
import type { WorkerPool } from './pool.ts';
import { writeWhole } from './run-folder.ts';
import type { WorkerDone } from './worker-messages.ts';

/** How a pass is steered and watched. */
export interface PassControl {
  /** Objects read at a time. */
  readonly jobs: number;
  /** True once no further object is to be begun. */
  isStopped(): boolean;
  /** False where the object could cost more than is left: the pass ends before it, unless others free some. */
  mayRead(object: PlannedObject): boolean;
  /** What the reading of the object cost, in USD; asked once. */
  priceOf(object: PlannedObject, done: WorkerDone): number;
  /** An object was read now. */
  onDone(done: WorkerDone): void;
}

/** How a pass ended: at its end, or before. */
export type PassEnd = 'finished' | 'stopped';

/** What a pass works with. */
export interface PlanReading {
  readonly objects: () => AsyncIterable<PlannedObject>;
  readonly journal: Journal;
  readonly pool: WorkerPool;
}

/** Reads what was not read in that pass. Objects that are being read when it is stopped are ended. */
export async function readPass(
  pass: ReplayPass,
  { objects, journal, pool }: PlanReading,
  control: PassControl,
): Promise<PassEnd> {
  const under = new Set<Promise<void>>();
  let end: PassEnd = 'finished';
  try {
    for await (const object of objects()) {
      if (journal.hasEnded(pass, object.index)) continue;
      if (under.size >= control.jobs) await Promise.race(under);
      if (!(await isAllowed(object, under, control))) {
        end = 'stopped';
        break;
      }
      const one = readOne(pass, object, { journal, pool }, control).finally(() =>
        under.delete(one),
      );
      under.add(one);
    }
  } finally {
    await Promise.all(under);
  }
  return end;
}

/** Objects that are being read may cost less than they could: their end is waited for before the pass is stopped. */
async function isAllowed(
  object: PlannedObject,
  under: ReadonlySet<Promise<void>>,
  control: PassControl,
): Promise<boolean> {
  while (!control.isStopped()) {
    if (control.mayRead(object)) return true;
    if (under.size === 0) return false;
    await Promise.race(under);
  }
  return false;
}

async function readOne(
  pass: ReplayPass,
  object: PlannedObject,
  { journal, pool }: Omit<PlanReading, 'objects'>,
  control: PassControl,
): Promise<void> {
  let attempt = journal.begin(pass, object.index);
  const done = await pool.run({ pass, object }, () => {
    attempt = journal.begin(pass, object.index);
    const { attempt: own } = attempt;
    return (chunk) => journal.append({ pass, index: object.index, attempt: own, ...chunk });
  });
  const usd = control.priceOf(object, done);
  journal.append({ ...attempt, ...done, object: plannedName(object), usd });
  control.onDone(done);
}

/**
 * What the second pass is to look for: written to a file; undefined where nothing is wanted. Where it is not what a second
 * pass has looked for already, that pass is forgotten: an object that could be read at last wants more of all others.
 */
export async function writeWanted(
  journal: Journal,
  deps: Pick<PassDeps, 'deferral'>,
  file: string,
): Promise<Wanted | undefined> {
  // Twice over the journal: the filter's size follows from how many names there are.
  let names = 0;
  for await (const some of wantedNames(journal, deps)) names += some.length;
  if (names === 0) return undefined;
  const wanted = new Wanted(names);
  for await (const some of wantedNames(journal, deps)) for (const name of some) wanted.add(name);
  const bytes = wanted.toBytes();
  if (journal.countEnded('starts') > 0 && !readFileSync(file).equals(bytes)) {
    journal.forgetPass('starts');
  }
  writeWhole(file, bytes);
  return wanted;
}

async function* wantedNames(journal: Journal, deps: Pick<PassDeps, 'deferral'>) {
  for await (const line of journal.read()) {
    if (line.kind === 'held') yield line.items.flatMap(({ wants }) => wants);
    if (line.kind === 'partials' && line.pass === 'find') yield wantedByPartials(line.items, deps);
  }
}
