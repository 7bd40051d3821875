// `local`: the whole pipeline on this machine, from objects to alerts.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { type LocalFlags, parseGrace, parsePort, toLocalOptions } from '../local/options.ts';

/** Seconds. Long enough for the objects of a folder to be scanned together, short enough to be waited for. */
const DEFAULT_GRACE = 5;

const HELP = `
Examples:
  local --watch events                  scan what is there, then what is dropped there
  local --watch events --once           end when all of it was scanned and told
  local --port 4566                     objects by any S3 client
  local --watch logs --slack hook.txt   post for real: the file holds the webhook's URL

Rules are a part of the functions: they are built anew where rules or code have changed.
Exit: 0 ended by Ctrl-C, or --once with all scanned and told; 2 --once and something was not, or it could not start.`;

/** Adds the command to the program. */
export function addLocalCommand(program: Command, { output, exit }: CommandHost): void {
  program
    .command('local')
    .description('run the whole pipeline on this machine: from objects to alerts')
    .option('--watch <dir>', 'scan the files in this folder, those there already and those to come')
    .option('--once', 'end when all of them were scanned and told')
    .option(
      '--port <n>',
      'port of S3, SQS and SNS on 127.0.0.1 (default: a free one)',
      parsePort,
      0,
    )
    .option(
      '--grace <seconds>',
      'how long a connection waits for what other objects say of its process',
      parseGrace,
      DEFAULT_GRACE,
    )
    .option('--slack <url or file>', 'also post to this incoming webhook, for real')
    .option('--pagerduty-key-file <file>', 'also page by this routing key, for real')
    .addHelpText('after', HELP)
    .action(async (flags: LocalFlags) => {
      const options = toLocalOptions(flags);
      // Here and not above: the servers and clients take a second to load, which no other command needs.
      const { runLocal } = await import('../local/run-local.ts');
      exit(await runLocal(options, output));
    });
}
