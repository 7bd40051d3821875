// What runs is what stands in the source: WebAssembly that is committed, and what its AssemblyScript compiles to.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { LINES_MODULE, linesModule } from '../../scripts/build-assembly.ts';

it('the scanner of lines is what assembly/lines.ts compiles to: else run scripts/build-assembly.ts', async () => {
  assert.equal(readFileSync(LINES_MODULE, 'utf8'), await linesModule());
});
