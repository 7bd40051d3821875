// `replay …`: the group of commands that scan the past: what it costs, the run, what came of it.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { addReplayPlanCommand } from './replay-plan.ts';
import { addReplayRunCommand } from './replay-run.ts';

const HELP = `
Examples:
  replay plan s3://edr-logs/2026/ --out plan       what there is, what it takes, what it costs
  replay run plan                                  read it, and keep what is found`;

/** Adds the group to the program. */
export function addReplayCommands(program: Command, host: CommandHost): void {
  const group = program
    .command('replay')
    .description('scan the past with the rules of today: the price first, then the run')
    .addHelpText('after', HELP);
  addReplayPlanCommand(group, host);
  addReplayRunCommand(group, host);
}
