// Short runs of what `npm run race` and `npm run chaos` run for longer, and with other seeds.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Assembly } from '../e2e/support/template.ts';
import { IS_THOROUGH } from '../support/runs.ts';
import { chaosAssembly } from './assembly.ts';
import { runRace } from './race.ts';
import { runChaos } from './run.ts';
import type { Group } from './story/machines.ts';
import { tellStory } from './story/story.ts';

const ROUNDS = 6;
const SEED = 3;
/** Of faults; deploying, posts, coming to rest and the verdict take longer. */
const SECONDS = IS_THOROUGH ? 10 : 7;
/**
 * A group whose connections ask for an entity id, and one whose connections have no program at all; the others ask for a pid,
 * or have their own start. `npm run chaos` has all ten.
 */
const GROUPS: readonly Group[] = [
  'elastic-clients',
  'crowdstrike-fdr',
  ...(IS_THOROUGH ? (['sysmon-nxlog', 'sentinelone'] as const) : []),
];

describe('the real bundles', () => {
  let template: Assembly | undefined;
  before(async () => {
    template = await chaosAssembly();
  });
  const synthesised = (): Assembly => {
    if (template === undefined) throw new TypeError('not synthesised');
    return template;
  };

  it('find what two objects have together once, in both orders and at once', async (t) => {
    const result = await runRace(t, synthesised(), ROUNDS, (line) => t.diagnostic(line));
    assert.deepEqual(result, {
      rounds: ROUNDS,
      findings: ROUNDS,
      published: ROUNDS,
      problems: [],
    });
  });

  it('find every attack of some groups, post each once and lose no record, while processes die and services fail', async (t) => {
    const { problems, summary, posts } = await runChaos(t, synthesised(), tellStory(GROUPS), {
      seed: SEED,
      seconds: SECONDS,
      print: (line) => t.diagnostic(line),
    });
    t.diagnostic(summary);
    t.diagnostic(posts);
    assert.deepEqual(
      problems,
      [],
      `with all groups: npm run chaos -- --seed ${SEED} --seconds ${SECONDS}`,
    );
  });
});
