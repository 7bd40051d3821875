// The enumerator itself: it must not pass for every order what is only some.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { everyOrder, runTasks, type Task } from './interleavings.ts';

const taking =
  (steps: number): Task =>
  async (gate) => {
    for (let index = 0; index < steps; index++) await gate.step(async () => undefined);
  };

async function ordersOf(tasks: readonly Task[]): Promise<readonly string[]> {
  const orders: string[] = [];
  await everyOrder(async (choose) => {
    orders.push((await runTasks(tasks, choose)).order.join(''));
  });
  return orders;
}

it('tries every order of the steps, each once', async () => {
  assert.deepEqual((await ordersOf([taking(2), taking(1)])).toSorted(), ['001', '010', '100']);
  const orders = await ordersOf([taking(3), taking(3)]);
  assert.deepEqual([orders.length, new Set(orders).size], [20, 20]);
});

it('tries the orders of steps that depend on those before', async () => {
  let first: number | undefined;
  const racing =
    (task: number): Task =>
    async (gate) => {
      await gate.step(async () => {
        first ??= task;
      });
      if (first === task) await gate.step(async () => undefined);
    };
  const orders = new Set<string>();
  await everyOrder(async (choose) => {
    first = undefined;
    orders.add((await runTasks([racing(0), racing(1)], choose)).order.join(''));
  });
  assert.deepEqual([...orders].sort(), ['001', '010', '101', '110']);
});

it('tries the orders of steps that one task takes at once', async () => {
  const both: Task = async (gate) => {
    await Promise.all([gate.step(async () => undefined), gate.step(async () => undefined)]);
  };
  assert.equal((await ordersOf([both, taking(1)])).length, 6);
});

it('ends a task after the steps it is given, and only that one', async () => {
  const done: string[] = [];
  const noting =
    (name: string): Task =>
    async (gate) => {
      for (let index = 0; index < 3; index++) await gate.step(async () => void done.push(name));
    };
  const crash = { task: 0, afterSteps: 1 };
  const run = await runTasks([noting('a'), noting('b')], () => 0, crash);
  assert.deepEqual(done, ['a', 'b', 'b', 'b']);
  assert.equal(run.hasCrashed, true);
});

it('reports a task that fails without having been told to', async () => {
  const failing: Task = (gate) =>
    gate.step(async () => {
      throw new Error('a bug');
    });
  await assert.rejects(
    runTasks([failing, taking(1)], () => 0),
    /a bug/,
  );
});
