// The command line → one command's exit code. Commander's errors become usage errors.

import { Command, CommanderError } from 'commander';
import { safeText } from '../model/index.ts';
import { PlanError } from '../replay/index.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExplainCommand } from './commands/explain.ts';
import { addGapsCommand } from './commands/gaps.ts';
import { addNotifyCommand } from './commands/notify.ts';
import { addLocalCommand } from './commands/local.ts';
import { addReplayCommands } from './commands/replay.ts';
import { addRulesCommand } from './commands/rules.ts';
import { addScanCommand } from './commands/scan.ts';
import { addTriageCommand } from './commands/triage.ts';
import { addVerifyCommand } from './commands/verify.ts';
import { EnvironmentError, reasonOf, UsageError } from './errors.ts';
import { EXIT_BUG, EXIT_INCOMPLETE, EXIT_OK, EXIT_USAGE } from './exit-code.ts';
import type { Output } from './output.ts';
import { safeLines } from './safe-text.ts';

const DESCRIPTION = 'Sigma detection over EDR logs: finds SMB lateral movement, loses nothing.';

const HELP = `
Examples:
  scan events/                    what the shipped rules find in the sample logs
  explain RULE events/ --record 3 why a rule matched a record, or why not
  rules check rules/              every problem of every rule at once
  rules test rules/               the test cases beside the rules
  triage quarantine/              why records were rejected, and what to do
  verify f1_… --stack NAME        whether a finding still holds
  doctor s3://bucket              what a bucket and a deployment lack
  notify test --destination slack whether a deployed destination can be posted to
  local --watch events/           the whole pipeline on this machine, with its alerts
  COMMAND --help                  options and examples of one command`;

const HINT = 'see --help for what is accepted\n';

/**
 * Runs the command line (without node and script). Resolves to the exit code; never throws. `nowMs` is the clock that
 * filters' ends are checked against; what a scan finds never depends on it.
 */
export async function runProgram(
  args: readonly string[],
  output: Output,
  nowMs: number = Date.now(),
): Promise<number> {
  let exitCode = EXIT_OK;
  const exit = (code: number) => {
    exitCode = code;
  };
  const program = new Command('sigma-lambda')
    .description(DESCRIPTION)
    .addHelpText('after', HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void output.print(text),
      writeErr: (text) => output.note(safeLines(text)),
      outputError: (text, write) => write(`${text.trimEnd()}\n${HINT}`),
    });
  addScanCommand(program, output, exit);
  addExplainCommand(program, { output, nowMs, exit });
  addRulesCommand(program, { output, nowMs, exit });
  addReplayCommands(program, { output, nowMs, exit });
  addGapsCommand(program, { output, nowMs, exit });
  addTriageCommand(program, { output, nowMs, exit });
  addDoctorCommand(program, { output, nowMs, exit });
  addVerifyCommand(program, { output, nowMs, exit });
  addNotifyCommand(program, { output, nowMs, exit });
  addLocalCommand(program, { output, nowMs, exit });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explainError(error, output);
  }
}

/** Says what went wrong in words; a stack trace only for what can only be a bug. */
function explainError(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
  if (error instanceof UsageError) {
    output.note(`${safeText(`error: ${error.message}`)}\n${HINT}`);
    return EXIT_USAGE;
  }
  if (error instanceof EnvironmentError || error instanceof PlanError) {
    output.note(`${safeText(`error: ${error.message}`)}\n`);
    return EXIT_INCOMPLETE;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : reasonOf(error);
  const lines = safeLines(stack);
  output.note(`this is a bug in sigma-lambda; please report it with these lines:\n${lines}\n`);
  return EXIT_BUG;
}
