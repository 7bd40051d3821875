// Arguments → what the command line prints and how it ends, in this process: fast, for what needs no real streams.

import type { Output } from '../../src/cli/output.ts';
import { runProgram } from '../../src/cli/program.ts';
import type { CliRun } from './run-cli.ts';

/** A day on which no filter of a test has ended. */
const NOW_MS = Date.UTC(2026, 10, 25);

/** Runs to the end, at that time, for a reader of that width. Standard input must not be named. */
export async function runHere(
  args: readonly string[],
  nowMs = NOW_MS,
  textColumns = Number.POSITIVE_INFINITY,
): Promise<CliRun> {
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
    textColumns,
    canShowProgress: false,
    canStyle: false,
  };
  const code = await runProgram(args, output, nowMs);
  return { code, stdout, stderr };
}
