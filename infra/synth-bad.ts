// `npm run synth:bad`: shows what wrong configurations are refused with. Exit code 1 where one is not refused.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refusalsOf } from './bad-samples.ts';

const refusals = refusalsOf(join(dirname(fileURLToPath(import.meta.url)), 'samples', 'bad'));
for (const { file, message } of refusals) {
  process.stdout.write(`${message ?? `${file} is NOT refused`}\n\n`);
}
const taken = refusals.filter(({ message }) => message === undefined).length;
process.stdout.write(`${refusals.length - taken} refused, ${taken} not\n`);
process.exitCode = taken === 0 && refusals.length > 0 ? 0 : 1;
