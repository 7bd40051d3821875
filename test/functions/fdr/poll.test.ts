// Which messages a run takes, and when it ends.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PolledQueue, pollQueues } from '../../../functions/fdr/poll.ts';

/** Queues that give their messages, and what was worked off. */
function world(...contents: readonly (readonly string[])[]) {
  const worked: string[] = [];
  let polls = 0;
  const queues = contents.map((ids): PolledQueue => {
    const left = [...ids];
    return {
      receive: async () => {
        polls += 1;
        const id = left.shift();
        return id === undefined
          ? undefined
          : { id, receiptHandle: id, body: '', receiveCount: 1, sentMs: undefined };
      },
      work: async ({ id }) => void worked.push(id),
    };
  });
  return { queues, worked, polls: () => polls };
}

test('a run empties its queues in their order', async () => {
  const { queues, worked, polls } = world(['a', 'b'], ['c']);
  await pollQueues(queues, () => true);
  assert.deepEqual([worked, polls()], [['a', 'b', 'c'], 5]);
});

test('a run asks for nothing once it has no time for it', async () => {
  const { queues, worked, polls } = world(['a', 'b'], ['c']);
  await pollQueues(queues, () => worked.length < 1);
  assert.deepEqual([worked, polls()], [['a'], 1]);
});
