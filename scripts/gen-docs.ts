// The source tables → docs/sources.md. Run after a table has changed; a test fails while they differ.

import { writeFileSync } from 'node:fs';
import { describeSources } from '../src/source/index.ts';

writeFileSync(new URL('../docs/sources.md', import.meta.url), describeSources());
