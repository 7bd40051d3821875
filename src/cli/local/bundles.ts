// The bundles of the functions as `npm run build` makes them → there, and of the code and rules as they are now.

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { EnvironmentError } from '../errors.ts';

/** The repository. By path only: scripts are no part of the command line. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Rules first, for they are a part of the bundles. */
const BUILDS = ['scripts/build-rules.ts', 'scripts/build-functions.ts'] as const;

/** Folder of a function's bundle, `index.mjs`. */
export function bundleFolder(name: string): string {
  return fileURLToPath(new URL(`../../../dist/functions/${name}`, import.meta.url));
}

/**
 * Builds what is stale, in processes of its own: the compilers stay out of this one. What the builds have to say is said,
 * nothing where nothing was stale. Throws an {@link EnvironmentError} where one fails.
 */
export async function buildBundles(
  say: (words: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const script of BUILDS) {
    const { code, words } = await run(script, signal);
    if (words !== '') say(words);
    if (code !== 0) throw new EnvironmentError(`${script} failed: there are no functions to run`);
  }
}

async function run(
  script: string,
  signal: AbortSignal,
): Promise<{ readonly code: number | null; readonly words: string }> {
  const child = spawn(process.execPath, [script, '--if-stale'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, words: `${err}${out}`.trimEnd() };
}
