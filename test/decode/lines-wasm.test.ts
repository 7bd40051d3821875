// What runs is what stands in the source: WebAssembly that is committed, and what its AssemblyScript compiles to.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { inflateRawSync } from 'node:zlib';
import { linesWasm } from '../../scripts/build-assembly.ts';
import { LINES_WASM } from '../../src/decode/lines-wasm.ts';

it('the scanner of lines is what assembly/lines.ts compiles to: else run scripts/build-assembly.ts', async () => {
  const committed = inflateRawSync(Buffer.from(LINES_WASM, 'base64'));
  assert.deepEqual(new Uint8Array(committed), new Uint8Array(await linesWasm()));
});
