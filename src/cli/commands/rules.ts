// `rules …`: the group of commands for people who write rules.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { addCasesCommand } from './rules-cases.ts';
import { addCheckCommand } from './rules-check.ts';
import { addCoverageCommand } from './rules-coverage.ts';
import { addTestCommand } from './rules-test.ts';

const HELP = `
Examples:
  rules check rules/
  rules test rules/ --tag parity
  rules coverage rules/
  rules cases cases.jsonl`;

/** Adds the group to the program. */
export function addRulesCommand(program: Command, host: CommandHost): void {
  const group = program
    .command('rules')
    .description('check rules, run their tests, say what they read, run conformance cases')
    .addHelpText('after', HELP);
  addCheckCommand(group, host);
  addTestCommand(group, host.output, host.exit);
  addCoverageCommand(group, host);
  addCasesCommand(group, host.output, host.exit);
}
