// Loaded before a program (`node --import`): on exit writes the process's peak memory to descriptor 3, in KiB.

import { readFileSync, writeSync } from 'node:fs';

const REPORT_DESCRIPTOR = 3;

process.on('exit', () => writeSync(REPORT_DESCRIPTOR, String(peakKib())));

/** VmHWM where there is /proc: getrusage's maximum would include the parent's memory at the fork. */
function peakKib(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS;
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kib);
}
