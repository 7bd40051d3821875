// `npm run chaos -- --seed N --seconds S`: the story while everything goes wrong → 0 if every promise was kept, else 1.

import { parseArgs } from 'node:util';
import { chaosAssembly } from './assembly.ts';
import { withOwner } from './owner.ts';
import { runChaos } from './run.ts';
import { tellStory } from './story/story.ts';

const EXIT_BROKEN = 1;
const EXIT_USAGE = 64;

const print = (line: string) => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '30' },
  },
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);

if (!Number.isInteger(seed) || !(seconds > 0)) {
  print(
    `--seed ${values.seed} --seconds ${values.seconds}: expected a whole number, and seconds above 0`,
  );
  process.exitCode = EXIT_USAGE;
} else {
  const template = await chaosAssembly();
  const { problems, summary, posts } = await withOwner((owner) =>
    runChaos(owner, template, tellStory(), { seed, seconds, print }),
  );
  for (const problem of problems) print(`broken: ${problem}`);
  print(posts);
  print(`chaos: seed ${seed}, ${seconds} s: ${summary}`);
  if (problems.length > 0) {
    print(`${problems.length} broken; again: npm run chaos -- --seed ${seed} --seconds ${seconds}`);
    process.exitCode = EXIT_BROKEN;
  }
}
