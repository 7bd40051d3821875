// This process → the most memory it has had.

import { readFileSync } from 'node:fs';

/** In KiB. VmHWM where there is /proc: getrusage's maximum would include the parent's memory at the fork. */
export function peakKib(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib);
}
