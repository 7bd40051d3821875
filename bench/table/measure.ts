// Subjects → what they took: each in a process of its own on its cores, by turns with the others of its group.

import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { availableParallelism } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { READY } from './serve.ts';
import { type Measured, parseMeasured, type Subject } from './subject.ts';

/** The core that is measured on: not the first, where the machine's own work tends to be. */
export const CORE = Math.max(0, availableParallelism() - 1);
/** Where the rest is done. */
export const OTHER_CORE = 0;

const PEER = fileURLToPath(new URL('peer.ts', import.meta.url));
/** Entered from the tests' side: nothing else may import the command line. */
const SCAN = fileURLToPath(new URL('../../test/bench/scan.ts', import.meta.url));

/** One thing to measure. */
export interface Contender {
  readonly name: string;
  run(): Promise<Measured>;
}

/** By turns, each once in a round: what else the machine does strikes all of them. In the order of `contenders`. */
export async function byTurns(
  contenders: readonly Contender[],
  runs: number,
): Promise<readonly (readonly Measured[])[]> {
  const results = contenders.map((): Measured[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [index, contender] of contenders.entries()) {
      results[index]?.push(await contender.run());
    }
  }
  return results;
}

/** A subject alone on the measured core. */
export function alone(name: string, subject: Subject): Contender {
  return { name, run: () => together([{ subject, cores: String(CORE) }]) };
}

/** Subjects that start together: processor time and records add up, and the last one ends it. */
export async function together(
  members: readonly { readonly subject: Subject; readonly cores: string }[],
): Promise<Measured> {
  const children = await Promise.all(
    members.map(async ({ subject, cores }) => await warmChild(subject, cores)),
  );
  const results = await Promise.all(children.map(async (child) => await child.go()));
  const sum = (of: (one: Measured) => number) => results.reduce((all, one) => all + of(one), 0);
  return {
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    startMs: Math.min(...results.map(({ startMs }) => startMs)),
    endMs: Math.max(...results.map(({ endMs }) => endMs)),
    peakBytes: sum(({ peakBytes }) => peakBytes),
    ...(results.every(({ records }) => records !== undefined) && {
      records: sum(({ records }) => records ?? 0),
    }),
  };
}

/** Started and warm. */
async function warmChild(subject: Subject, cores: string): Promise<{ go(): Promise<Measured> }> {
  const script = subject.kind.startsWith('scan') ? SCAN : PEER;
  const command = ['-c', cores, process.execPath, ...process.execArgv, script];
  const child = spawn('taskset', [...command, JSON.stringify(subject)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = linesOf(child, subject);
  const first = await lines.next();
  if (first !== READY) throw new Error(`${subject.kind} said ${first}; expected ${READY}`);
  return {
    go: async () => {
      child.stdin.end('go\n');
      return parseMeasured(await lines.next());
    },
  };
}

function linesOf(child: ChildProcessByStdio<Writable, Readable, null>, { kind }: Subject) {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    next: async (): Promise<string> => {
      const line = await lines.next();
      if (line.done !== true) return line.value;
      const code = await ended(child, 'exit');
      throw new Error(`the child of ${kind} ended with ${code} before it said what it took`);
    },
  };
}

/** Its exit code; null where a signal ended it. */
async function ended(child: ChildProcess, event: 'exit' | 'close'): Promise<number | null> {
  if (event === 'exit' && child.exitCode !== null) return child.exitCode;
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once(event, resolve);
  });
}

/** A command of the shell on the measured core; its time is that of all its processes. */
export function shell(name: string, command: string): Contender {
  return {
    name,
    run: async () => {
      const startMs = performance.timeOrigin + performance.now();
      // `time` of bash adds up what has ended below it: user and system, in seconds.
      const script = `TIMEFORMAT='%3U %3S'; time { ${command}; } > /dev/null`;
      const child = spawn('taskset', ['-c', String(CORE), 'bash', '-o', 'pipefail', '-c', script], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, LC_ALL: 'C' },
      });
      const words: string[] = [];
      child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()));
      const code = await ended(child, 'close');
      const [, user, system] = /([\d.]+) ([\d.]+)\s*$/.exec(words.join('')) ?? [];
      const cpuSeconds = Number(user) + Number(system);
      if (code !== 0 || Number.isNaN(cpuSeconds)) {
        throw new Error(`${command} ended with ${String(code)}: ${words.join('')}`);
      }
      const endMs = performance.timeOrigin + performance.now();
      return { cpuSeconds, startMs, endMs, peakBytes: Number.NaN };
    },
  };
}
