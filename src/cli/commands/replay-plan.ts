// `replay plan PLACE`: a bucket, an inventory or a folder → an immutable list of objects, and what reading them takes.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { UsageError } from '../errors.ts';

/** Adds the command to the group. */
export function addReplayPlanCommand(group: Command, _host: CommandHost): void {
  group
    .command('plan')
    .description('list what a replay would read, and say what that costs')
    .argument('<place>', 's3://bucket/prefix or a folder')
    .action((place: string) => {
      throw new UsageError(`${place} cannot be planned yet`);
    });
}
