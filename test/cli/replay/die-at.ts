// Loaded into a process before the command line: sends it a signal while it writes a line of its run's journal.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/** Where the moment is given, as JSON of its members. */
const MOMENT = 'SIGMA_LAMBDA_TEST_DIE_AT';

const { writeSync } = fs;

/** The signal comes in the line of the pass that this process writes, from 1, once those thousandths of it are written. */
interface Moment {
  readonly start: string;
  readonly line: number;
  readonly share: number;
  readonly signal: 'SIGKILL' | 'SIGINT';
}

function readMoment(): Moment {
  const { pass, line, share, signal }: Readonly<Record<string, unknown>> = JSON.parse(
    process.env[MOMENT] ?? '{}',
  );
  if (typeof pass !== 'string' || typeof line !== 'number' || typeof share !== 'number') {
    throw new TypeError(`${MOMENT} is ${process.env[MOMENT]}, expected a moment`);
  }
  return {
    start: `{"pass":"${pass}"`,
    line,
    share,
    signal: signal === 'SIGINT' ? signal : 'SIGKILL',
  };
}

if (isMainThread) {
  const { start, line, share, signal } = readMoment();
  let lines = 0;
  const write = (descriptor: number, data: string | Uint8Array, at = 0): number => {
    if (typeof data === 'string') return writeSync(descriptor, data);
    if (Buffer.from(data).subarray(0, start.length).toString() === start) lines++;
    if (lines < line) return writeSync(descriptor, data, at);
    if (signal === 'SIGINT') {
      if (lines === line) process.kill(process.pid, signal);
      return writeSync(descriptor, data, at);
    }
    writeSync(descriptor, data, 0, Math.floor((data.length * share) / 1_000));
    process.kill(process.pid, signal);
    return 0;
  };
  Object.assign(fs, { writeSync: write });
  syncBuiltinESMExports();
}
