// Tasks made of steps → every order in which their steps can take place, one run each.
//
//   A: a1 a2    B: b1    →    a1 a2 b1 · a1 b1 a2 · b1 a1 a2
//
// A step is whatever a task passes to its gate. The next one begins when nothing runs any more, so that a run is wholly
// told by the choices made. A task may have several steps waiting at once.

import { setImmediate as turn } from 'node:timers/promises';

/** Passes a task's steps on, one at a time over all tasks. */
export interface Gate {
  step<T>(action: () => Promise<T>): Promise<T>;
}

/** A task: the steps it takes depend on what the others did. */
export type Task = (gate: Gate) => Promise<void>;

/** Where a task ends before its time: after that many of its steps. */
export interface Crash {
  readonly task: number;
  readonly afterSteps: number;
}

/** What a task meets in place of the step after its crash. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

/** One run: the order of the steps by the number of the task, and who crashed. */
export interface Run {
  readonly order: readonly number[];
  readonly hasCrashed: boolean;
}

interface Waiting {
  readonly task: number;
  readonly begin: () => void;
}

/** Picks one of the steps that could be next, told by whose they are: an index into `tasks`. */
export type Choose = (tasks: readonly number[]) => number;

/** Runs the tasks once. */
export async function runTasks(
  tasks: readonly Task[],
  choose: Choose,
  crash?: Crash,
): Promise<Run> {
  const waiting: Waiting[] = [];
  const order: number[] = [];
  let running = 0;
  const gateOf = (task: number): Gate => ({
    async step(action) {
      await new Promise<void>((resolve) => waiting.push({ task, begin: resolve }));
      const done = order.filter((other) => other === task).length;
      if (crash?.task === task && done > crash.afterSteps) throw new CrashError();
      running++;
      try {
        return await action();
      } finally {
        running--;
      }
    },
  });
  let unfinished = tasks.length;
  const settled = Promise.allSettled(
    tasks.map((task, index) => task(gateOf(index)).finally(() => unfinished--)),
  );
  while (unfinished > 0) {
    await turn();
    if (running > 0 || waiting.length === 0) continue;
    const index = choose(waiting.map(({ task }) => task));
    const [next] = waiting.splice(index, 1);
    if (next === undefined) throw new RangeError('no such step');
    order.push(next.task);
    next.begin();
    await turn();
  }
  const outcomes = await settled;
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected' && crash?.task !== index) throw outcome.reason;
  }
  const hasCrashed = outcomes.some(({ status }) => status === 'rejected');
  return { order, hasCrashed };
}

/** Calls `run` with a chooser for every order there is, and gives how many there were. */
export async function everyOrder(run: (choose: Choose) => Promise<void>): Promise<number> {
  let path: readonly number[] | undefined = [];
  let runs = 0;
  while (path !== undefined) {
    const counts: number[] = [];
    const planned: readonly number[] = path;
    await run((tasks) => {
      counts.push(tasks.length);
      return planned[counts.length - 1] ?? 0;
    });
    runs++;
    path = nextPath(planned, counts);
  }
  return runs;
}

/** The next path in order: the last choice that has an alternative left takes it. */
function nextPath(path: readonly number[], counts: readonly number[]): number[] | undefined {
  const taken = counts.map((_, index) => path[index] ?? 0);
  for (let index = counts.length - 1; index >= 0; index--) {
    const choice = (taken[index] ?? 0) + 1;
    if (choice < (counts[index] ?? 0)) return [...taken.slice(0, index), choice];
  }
  return undefined;
}

/** Some orders, always the same: a chooser for each seed. */
export function chooserOf(seed: number): Choose {
  let state = seed * 2_654_435_761 + 1;
  return (tasks) => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state % tasks.length;
  };
}

/** One task after the other, in this order. */
export function inTurn(order: readonly number[]): Choose {
  return (tasks) => {
    const next = order.find((task) => tasks.includes(task)) ?? 0;
    return tasks.indexOf(next);
  };
}
