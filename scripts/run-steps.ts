// Commands → how each ended. A step's output is kept and shown only where it fails; several run side by side.

import { spawn } from 'node:child_process';

/** A command with a name that a person knows it by. */
export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** How a step ended. */
export interface StepResult {
  readonly name: string;
  readonly isPassed: boolean;
  readonly durationMs: number;
  /** Both streams as they came; or why the command could not be started. */
  readonly output: string;
}

/** Runs one step. Never rejects: a command that cannot be started is a failed step. */
export function runStep({ name, command: [file, ...args] }: Step): Promise<StepResult> {
  const startedMs = performance.now();
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    const end = (isPassed: boolean, reason = '') => {
      const output = Buffer.concat(chunks).toString('utf8') + reason;
      resolve({ name, isPassed, durationMs: performance.now() - startedMs, output });
    };
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => end(false, `cannot start ${file}: ${error.message}\n`));
    child.on('close', (code, signal) =>
      end(code === 0, signal === null ? '' : `${file} was ended by ${signal}\n`),
    );
  });
}

/** Runs all steps, at most `lanes` at once; `onEnd` hears of each as it ends. Results are in the steps' order. */
export async function runSteps(
  steps: readonly Step[],
  lanes: number,
  onEnd: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const results = new Map<Step, StepResult>();
  const queue = steps.values();
  const lane = async () => {
    for (const step of queue) {
      const result = await runStep(step);
      results.set(step, result);
      onEnd(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return steps.flatMap((step) => results.get(step) ?? []);
}
