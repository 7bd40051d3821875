// Some calls at a time: results in order, never more than the limit, and no more failures than that.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { atOnce } from '../../src/pipeline/at-once.ts';

it('gives results in the order of the things, whichever is done first, with so many under way at most', async () => {
  let underWay = 0;
  let most = 0;
  const results = await atOnce([5, 1, 4, 2, 3], 2, async (turns) => {
    most = Math.max(most, ++underWay);
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    underWay--;
    return turns * 10;
  });
  assert.deepEqual(results, [50, 10, 40, 20, 30]);
  assert.equal(most, 2);
  assert.deepEqual(await atOnce([], 2, async () => 1), []);
});

it('goes on behind a failure, and rejects with it once all that was begun has ended', async () => {
  const ended: number[] = [];
  const call = async (number: number) => {
    if (number === 1) throw new Error('first');
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    ended.push(number);
    return number;
  };
  await assert.rejects(atOnce([0, 1, 2, 3, 4], 2, call), { message: 'first' });
  assert.deepEqual(ended, [0, 2, 3, 4]);
});

it('tries no more than so many where all fail', async () => {
  const tried: number[] = [];
  const call = async (number: number) => {
    tried.push(number);
    await Promise.resolve();
    throw new Error(String(number));
  };
  await assert.rejects(atOnce([0, 1, 2, 3, 4], 2, call), { message: '0' });
  assert.deepEqual(tried, [0, 1]);
});
