// `npm run race`: 200 rounds → 0 if each gave its finding and each finding was published once, else 1.

import { chaosAssembly } from './assembly.ts';
import { withOwner } from './owner.ts';
import { runRace } from './race.ts';

const ROUNDS = 200;

const print = (line: string) => void process.stdout.write(`${line}\n`);

const template = await chaosAssembly();
const { rounds, findings, published, problems } = await withOwner((owner) =>
  runRace(owner, template, ROUNDS, print),
);
for (const problem of problems) print(`broken: ${problem}`);
print(`race: ${rounds} rounds, ${findings} findings, ${published} published`);
process.exitCode = problems.length === 0 ? 0 : 1;
