// Arguments → what the real command line prints and how it ends, in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** How a run ended. */
export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables that replace those of this process. */
type Variables = Readonly<Record<string, string>>;

/** Starts the command line; the caller feeds and ends it. */
export function startCli(args: readonly string[], variables: Variables = {}): ChildProcess {
  // Another time zone and no width: answers must depend on neither.
  const env = { ...process.env, TZ: 'Asia/Kolkata', COLUMNS: '120', ...variables };
  return spawn(process.execPath, [MAIN, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs to the end, with `input` on standard input. */
export async function runCli(
  args: readonly string[],
  input: string | Uint8Array = '',
  variables: Variables = {},
): Promise<CliRun> {
  const child = startCli(args, variables);
  const run = collectRun(child);
  child.stdin?.end(input);
  return run;
}

/** Resolves when the process has ended and all its output was read. */
export function collectRun(child: ChildProcess): Promise<CliRun> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const [stdout, stderr] = [out, err].map((chunks) => Buffer.concat(chunks).toString());
      resolve({ code, stdout: stdout ?? '', stderr: stderr ?? '' });
    });
  });
}
