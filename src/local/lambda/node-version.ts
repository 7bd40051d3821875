// A node binary → its version, which names the Lambda runtime it stands for.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LocalConfigError } from '../errors.ts';

const run = promisify(execFile);

/** Asks a node binary for its version, `v24.21.0`. Throws LocalConfigError if it cannot be run. */
export async function nodeVersionOf(binary: string): Promise<string> {
  if (binary === process.execPath) return process.version;
  try {
    const { stdout } = await run(binary, ['--version']);
    return stdout.trim();
  } catch (cause) {
    throw new LocalConfigError(`cannot run node: ${binary}`, { cause });
  }
}

/** `v24.21.0` → `nodejs24.x`. */
export function versionToRuntime(version: string): string {
  return `nodejs${version.replace('v', '').split('.')[0]}.x`;
}
