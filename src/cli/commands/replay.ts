// `replay …`: the group of commands that scan the past: what it costs, the run, what came of it.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { addReplayPlanCommand } from './replay-plan.ts';
import { addReplayDiffCommand } from './replay-diff.ts';
import { addReplayReportCommands } from './replay-report.ts';
import { addReplayRunCommand } from './replay-run.ts';

const HELP = `
Examples:
  replay plan s3://edr-logs/2026/ --out plan       what there is, what it takes, what it costs
  replay run plan                                  read it, and keep what is found
  replay report plan --format markdown             what came of it, for a ticket
  replay diff plan --rules-to new                  what a change of rules would have found`;

/** Adds the group to the program. */
export function addReplayCommands(program: Command, host: CommandHost): void {
  const group = program
    .command('replay')
    .description('scan the past with the rules of today: the price first, then the run')
    .addHelpText('after', HELP);
  addReplayPlanCommand(group, host);
  addReplayRunCommand(group, host);
  addReplayReportCommands(group, host);
  addReplayDiffCommand(group, host);
}
