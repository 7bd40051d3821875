// A piece of work → this process warms up, says so, waits for the word, works, and says what it took.

import { peakKib } from '../peak.ts';
import type { Measured } from './subject.ts';

/** What is measured. */
export interface Work {
  /** The same work over other files, one a pass, not counted: code is compiled by what it does. */
  warm(pass: number): Promise<unknown>;
  /** Gives the records read, where they are told apart. */
  run(): Promise<number | undefined>;
}

/**
 * At least so often, and so long: a function that has been called for a while is what is paid for, and peers in machine code are
 * warm at once. V8 compiles what it has seen often, and of a scan's records a few hundred are judged: it takes 2 GB until no
 * pass is faster than the one before (docs/design/performance.md).
 */
const WARM_PASSES = 12;
const WARM_SECONDS = 3;

/** The line that says that a child is warm. */
export const READY = 'ready';

const KIB = 1_024;

async function warmUp(work: Work): Promise<void> {
  const isWarm = (pass: number) => pass >= WARM_PASSES && process.uptime() >= WARM_SECONDS;
  for (let pass = 0; !isWarm(pass); pass++) await work.warm(pass);
}

/** Whose turn it is. Throws RangeError where there is none. */
export function turnOf<T>(all: readonly T[], pass: number): T {
  const found = all[pass % all.length];
  if (found === undefined) throw new RangeError('nothing to warm up with');
  return found;
}

/** Does it, at once if it is to be cold, over standard input and output. */
export async function serve(work: Work, { isCold }: { readonly isCold: boolean }): Promise<void> {
  if (!isCold) await warmUp(work);
  process.stdout.write(`${READY}\n`);
  await new Promise((resolve) => process.stdin.once('data', resolve));
  process.stdin.destroy();
  const startMs = nowMs();
  const before = process.cpuUsage();
  const records = await work.run();
  const { user, system } = process.cpuUsage(before);
  const measured: Measured = {
    cpuSeconds: (user + system) / 1e6,
    startMs,
    endMs: nowMs(),
    peakBytes: peakKib() * KIB,
    ...(records === undefined ? {} : { records }),
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** The same for all processes of a machine. */
function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
