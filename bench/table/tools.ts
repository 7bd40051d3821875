// A tool's name → is it on this machine?

import { spawnSync } from 'node:child_process';

/** True if it starts. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}
