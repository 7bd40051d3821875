// Arguments → what the command line prints and how it ends, in this process: fast, for what needs no real streams.

import type { Output } from '../../src/cli/output.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { CliRun } from './run-cli.ts';

/** Runs to the end. Standard input must not be named. */
export async function runHere(args: readonly string[]): Promise<CliRun> {
  let stdout = '';
  let stderr = '';
  const output: Output = {
    async print(text) {
      stdout += text;
    },
    note(text) {
      stderr += text;
    },
    columns: 120,
    canShowProgress: false,
  };
  const code = await runProgram(args, output);
  return { code, stdout, stderr };
}
