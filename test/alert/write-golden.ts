// Writes the golden files anew: `node scripts/run.mjs test/alert/write-golden.ts`, then read `git diff`.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { goldenCases } from './golden-cases.ts';

const FOLDER = new URL('golden/', import.meta.url);

const cases = await goldenCases();
for (const name of readdirSync(FOLDER).filter((one) => one.endsWith('.yml'))) {
  rmSync(new URL(name, FOLDER));
}
for (const { name, text } of cases) writeFileSync(new URL(`${name}.yml`, FOLDER), text);
