// The source tables → docs/sources.md, the modifier table → docs/sigma-support.md. Tests fail while they differ.

import { writeFileSync } from 'node:fs';
import { describeSigma } from '../src/sigma/index.ts';
import { describeSources } from '../src/source/index.ts';

writeFileSync(new URL('../docs/sources.md', import.meta.url), describeSources());
writeFileSync(new URL('../docs/sigma-support.md', import.meta.url), describeSigma());
