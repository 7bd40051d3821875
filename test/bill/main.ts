// `npm run bench -- state` → the figures, on standard output.

import { billState } from './bill.ts';

process.exitCode = await billState((line) => void process.stdout.write(`${line}\n`));
