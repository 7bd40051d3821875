// `notify …`: the group of commands for who runs destinations.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { addNotifyTestCommand } from './notify-test.ts';

const HELP = `
Examples:
  notify test --destination slack
  notify test --destination pagerduty --stack sigma-lambda --region eu-central-1`;

/** Adds the group to the program. */
export function addNotifyCommand(program: Command, host: CommandHost): void {
  const group = program
    .command('notify')
    .description('try the destinations that alerts are posted to')
    .addHelpText('after', HELP);
  addNotifyTestCommand(group, host);
}
