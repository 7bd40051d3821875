// `rules …`: the group of commands for people who write rules.

import type { Command } from 'commander';
import type { Output } from '../output.ts';
import { addCasesCommand } from './rules-cases.ts';
import { addCheckCommand } from './rules-check.ts';
import { addTestCommand } from './rules-test.ts';

const HELP = `
Examples:
  rules check rules/
  rules test rules/ --tag parity
  rules cases cases.jsonl`;

/** Adds the group to the program; `exit` receives the exit code of the command that ran. */
export function addRulesCommand(
  program: Command,
  output: Output,
  exit: (code: number) => void,
): void {
  const group = program
    .command('rules')
    .description('check rules, run their tests, run conformance cases')
    .addHelpText('after', HELP);
  addCheckCommand(group, output, exit);
  addTestCommand(group, output, exit);
  addCasesCommand(group, output, exit);
}
