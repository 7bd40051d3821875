import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitCodeOf, GOALS, type Goal, judgeGoals } from '../../bench/goals.ts';

const SPEED: Goal = {
  id: 'speed',
  what: 'a row',
  unit: '× gunzip',
  better: 'more',
  goal: 0.7,
  stretch: 0.85,
};
const MEMORY: Goal = { id: 'memory', what: 'a row', unit: 'MB', better: 'less', goal: 160 };

function outcomes(values: Readonly<Record<string, number>>, ...goals: readonly Goal[]) {
  return judgeGoals(values, goals).map(({ outcome }) => outcome);
}

test('a goal of more is met at its bound, and missed below it', () => {
  assert.deepEqual(outcomes({ speed: 0.7 }, SPEED), ['near']);
  assert.deepEqual(outcomes({ speed: 0.699 }, SPEED), ['missed']);
  assert.deepEqual(outcomes({ speed: 0.85 }, SPEED), ['stretch']);
});

test('a goal of less is met at its bound, and missed above it', () => {
  assert.deepEqual(outcomes({ memory: 160 }, MEMORY), ['met']);
  assert.deepEqual(outcomes({ memory: 160.1 }, MEMORY), ['missed']);
});

test('a value that is no number misses its goal', () => {
  assert.deepEqual(outcomes({ memory: Number.NaN }, MEMORY), ['missed']);
});

test('a stretch alone cannot be missed', () => {
  const { goal: _, ...stretch } = SPEED;
  assert.deepEqual(outcomes({ speed: 0.1 }, stretch), ['near']);
});

test('one goal missed ends a run with 1, what was not measured does not', () => {
  assert.equal(exitCodeOf(judgeGoals({ memory: 100 }, [SPEED, MEMORY])), 0);
  assert.equal(exitCodeOf(judgeGoals({ memory: 200 }, [SPEED, MEMORY])), 1);
  assert.equal(exitCodeOf(judgeGoals({}, [SPEED, MEMORY])), 0);
});

test('each goal has an id of its own, a bound, and a stretch that is further than the goal', () => {
  const goals: readonly Goal[] = GOALS;
  assert.equal(new Set(goals.map(({ id }) => id)).size, goals.length);
  for (const { id, better, goal, stretch } of goals) {
    assert.ok(goal !== undefined || stretch !== undefined, id);
    if (goal === undefined || stretch === undefined) continue;
    assert.ok(better === 'more' ? stretch > goal : stretch < goal, id);
  }
});
