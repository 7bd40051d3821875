// src/decode/assembly/*.ts, which are AssemblyScript → the WebAssembly that src/decode runs, as text in a module.
// Run it after a change; a test holds that what is committed is what the source compiles to.

import { writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

/** Where the module stands. */
const LINES_MODULE = fileURLToPath(new URL('../src/decode/lines-wasm.ts', import.meta.url));

const SOURCE = fileURLToPath(new URL('../src/decode/assembly/lines.ts', import.meta.url));
const OPTIONS =
  '-O3 --shrinkLevel 1 --noAssert --runtime stub --enable simd --enable relaxed-simd'.split(' ');
/** Pages of 64 KiB: 1 MiB of tables, 2 of lines, as many of those that are gathered, and room behind these. */
const PAGES = '84';

/** What the source compiles to. Throws where it does not. */
export async function linesWasm(): Promise<Uint8Array> {
  const { error, stdout, stderr, binary } = await compile();
  if (error !== null) throw new Error(`${error.message}\n${stderr}${stdout}`);
  return binary;
}

function moduleOf(wasm: Uint8Array): string {
  const text = deflateRawSync(wasm, { level: 9 }).toString('base64');
  return `// Written by scripts/build-assembly.ts from assembly/lines.ts; change that.

/** WebAssembly, deflated, in base64. */
export const LINES_WASM =
  '${text}';
`;
}

async function compile() {
  let binary: Uint8Array = new Uint8Array();
  const memory = ['--initialMemory', PAGES, '--maximumMemory', PAGES];
  const { error, stdout, stderr } = await asc.main(
    [SOURCE, ...OPTIONS, ...memory, '--baseDir', '/', '--outFile', 'lines.wasm'],
    {
      writeFile(_name, contents) {
        if (contents instanceof Uint8Array) binary = contents;
      },
    },
  );
  return { error, stdout: stdout.toString(), stderr: stderr.toString(), binary };
}

if (import.meta.main) writeFileSync(LINES_MODULE, moduleOf(await linesWasm()));
