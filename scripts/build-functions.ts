// functions/*/handler.ts → dist/functions/*/index.mjs, each the whole content of a Lambda asset. With --if-stale only what is
// not as it would be made.

import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleFunction, type FunctionBundle } from './function-bundle.ts';
import { isBuilt, sourcesDigest, stamp } from './function-stamp.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OUTPUT = join(ROOT, 'dist', 'functions');
const FUNCTIONS = ['scan', 'settle', 'notify', 'canary', 'fdr', 'replay'] as const;

/** Two commands may build at once: a reader sees the old file or the new one, never half of one. */
function writeWhole(path: string, contents: Uint8Array): void {
  const draft = join(OUTPUT, `.draft-${process.pid}`);
  writeFileSync(draft, contents);
  renameSync(draft, path);
}

/** The asset is the folder as it lies: whatever else is in it would be deployed too. */
function writeBundle(name: string, { code, sourceMap, notices }: FunctionBundle): void {
  const folder = join(OUTPUT, name);
  mkdirSync(folder, { recursive: true });
  for (const other of readdirSync(folder)) {
    if (other !== 'index.mjs') rmSync(join(folder, other), { recursive: true, force: true });
  }
  writeWhole(join(folder, 'index.mjs'), code);
  writeWhole(join(OUTPUT, `${name}.mjs.map`), sourceMap);
  writeWhole(join(OUTPUT, `${name}.LEGAL.txt`), notices);
}

/** esbuild's error says what and where; its stack is esbuild's own. */
async function tryBundle(entryPoint: string): Promise<FunctionBundle | undefined> {
  try {
    return await bundleFunction(ROOT, entryPoint);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(error.message);
    return undefined;
  }
}

async function buildFunction(name: string): Promise<boolean> {
  const output = `dist/functions/${name}/index.mjs`;
  const bundle = await tryBundle(`functions/${name}/handler.ts`);
  for (const problem of bundle?.problems ?? []) console.error(`${name}: ${problem}`);
  if (bundle === undefined || bundle.problems.length > 0) {
    console.error(`${output} not written`);
    return false;
  }
  writeBundle(name, bundle);
  console.log(`${output}: ${bundle.code.length} bytes, ${bundle.sourceMap.length} of map apart`);
  return true;
}

/** True once all are there. With `--if-stale` nothing is done, and nothing said, where they would be made as they are. */
async function main(): Promise<boolean> {
  const digest = sourcesDigest(ROOT);
  if (process.argv.includes('--if-stale') && isBuilt(OUTPUT, FUNCTIONS, digest)) return true;
  stamp(OUTPUT, undefined);
  const built = await Promise.all(FUNCTIONS.map(buildFunction));
  if (!built.every(Boolean)) return false;
  stamp(OUTPUT, digest);
  return true;
}

process.exitCode = (await main()) ? 0 : 2;
