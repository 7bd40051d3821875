// The order of a synthesis as data, and what runs it: the first step that fails stops the rest.

import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** A program under the trampoline's Node, and what it is told. */
export interface SynthStep {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How the steps ended: exit code 0, or that of the step that failed. */
export type StepsResult =
  | { readonly exitCode: 0 }
  | { readonly exitCode: number; readonly failed: string };

/** What must hold of the rules before anything that carries them is built. */
export function ruleSteps(root: string, rules: string): readonly SynthStep[] {
  const cli = join(root, 'src', 'cli', 'main.ts');
  return ['check', 'test'].map((verb) => ({
    name: `rules ${verb}`,
    command: [process.execPath, cli, 'rules', verb, rules],
  }));
}

/**
 * Compiles the rules, then bundles the functions with them inside.
 * @param flags `--if-stale`: only what is not as it would be made
 */
export function buildSteps(root: string, ...flags: readonly '--if-stale'[]): readonly SynthStep[] {
  return ['build-rules', 'build-functions'].map((script) => ({
    name: script,
    command: [process.execPath, join(root, 'scripts', `${script}.ts`), ...flags],
  }));
}

/** Runs the CDK app itself, without the `cdk` command: nothing in it asks the network or writes to the home folder. */
export function appStep(root: string, env: Readonly<Record<string, string>>): SynthStep {
  return {
    name: 'infra/app.ts',
    command: [process.execPath, join(root, 'infra', 'app.ts')],
    env,
  };
}

/** Runs the steps one after the other, in `root`, until one fails. What they print goes to our stderr. */
export async function runUntilFailure(
  root: string,
  steps: readonly SynthStep[],
): Promise<StepsResult> {
  for (const step of steps) {
    const exitCode = await run(root, step);
    if (exitCode !== 0) return { exitCode, failed: step.name };
  }
  return { exitCode: 0 };
}

/** stdout stays ours: `cdk synth` prints the template there. A step that a signal ended counts as failed. */
function run(root: string, { command: [file, ...args], env }: SynthStep): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', process.stderr.fd, process.stderr.fd],
    });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
