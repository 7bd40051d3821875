// The story while everything goes wrong: a short run of what `npm run chaos` runs for longer, and with other seeds.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defaultAssembly } from '../e2e/support/assembly.ts';
import { runChaos } from './run.ts';
import { tellStory } from './story/story.ts';

const SEED = 3;
/** Of faults; deploying, coming to rest and the verdict take as long again. */
const SECONDS = 12;

it('finds the forty, sends each, and loses no record, while processes die and services fail', async (t) => {
  const template = await defaultAssembly();
  const { problems, summary } = await runChaos(t, template, tellStory(), {
    seed: SEED,
    seconds: SECONDS,
    print: (line) => t.diagnostic(line),
  });
  t.diagnostic(summary);
  assert.deepEqual(problems, [], `again: npm run chaos -- --seed ${SEED} --seconds ${SECONDS}`);
});
