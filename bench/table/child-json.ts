// A script of ours and its arguments → what it writes, on the measured core.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CORE } from './measure.ts';

/** Its standard output. @param script relative to bench/ */
export async function outputOf(script: string, args: readonly string[] = []): Promise<string> {
  const path = fileURLToPath(new URL(`../${script}`, import.meta.url));
  const command = ['-c', String(CORE), process.execPath, ...process.execArgv, path, ...args];
  const { stdout } = await promisify(execFile)('taskset', command);
  return stdout;
}
