// What the state costs for a raw TB, counted where the deployment is: in test/bill, for tests alone can deploy the stack.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../test/bill/main.ts', import.meta.url));

/** Runs the benchmark, which prints for itself; returns its exit code. It has no bound: it counts. */
export async function benchState(): Promise<number> {
  const child = spawn(process.execPath, [MAIN], { stdio: 'inherit' });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
