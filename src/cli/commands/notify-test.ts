// `notify test`: the name of a deployed destination → a test alert posted there, and what came of it, in words.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { UsageError } from '../errors.ts';
import { parseRegion } from '../parse-options.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-code.ts';
import { invocationHelp } from '../notify/invocation-help.ts';
import { safeLines } from '../safe-text.ts';
import { testWords } from '../notify/test-words.ts';

interface NotifyTestFlags {
  readonly destination: string;
  readonly stack: string;
  readonly region?: string;
}

const HELP = `
Examples:
  notify test --destination slack
  notify test --destination pagerduty --region eu-central-1

Invokes the function STACK-notify-NAME with the credentials of the environment (lambda:InvokeFunction).
What it posts is marked [TEST]; at PagerDuty its incident is resolved at once.
Exit: 0 posted; 1 not posted, or not asked.`;

const NAME = /^[a-z0-9-]{1,32}$/;
const STACK = /^[A-Za-z][A-Za-z0-9-]{0,31}$/;

/** Adds the command to the group. */
export function addNotifyTestCommand(group: Command, host: CommandHost): void {
  group
    .command('test')
    .description('post a test alert to a deployed destination, and say what came of it')
    .requiredOption(
      '--destination <name>',
      'name of the destination, as it was deployed',
      parseName,
    )
    .option('--stack <name>', 'name of the stack', parseStack, 'sigma-lambda')
    .option(
      '--region <region>',
      'region of the stack; by default that of the environment',
      parseRegion,
    )
    .addHelpText('after', HELP)
    .action(async (flags: NotifyTestFlags) => {
      host.exit(await notifyTest(flags, host));
    });
}

async function notifyTest(
  { destination, stack, region }: NotifyTestFlags,
  { output }: CommandHost,
): Promise<number> {
  const functionName = `${stack}-notify-${destination}`;
  // The SDK takes longer to load than most commands to run: only who tests a destination waits for it.
  const { InvokeError, invokeFunction } = await import('../../adapters/aws/index.ts');
  try {
    const invoked = await invokeFunction(functionName, { sigmaLambdaTest: true }, region);
    const { isPosted, text } = testWords(destination, invoked);
    await output.print(safeLines(`${text}\n`));
    return isPosted ? EXIT_OK : EXIT_FAILED;
  } catch (error) {
    if (!(error instanceof InvokeError)) throw error;
    const help = invocationHelp({ functionName, region, code: error.code, message: error.message });
    output.note(safeLines(`error: ${help}\n`));
    return EXIT_FAILED;
  }
}

function parseName(text: string): string {
  if (NAME.test(text)) return text;
  throw new UsageError(
    '--destination is no name; expected 1 to 32 of a-z, 0-9 and -, for example slack',
  );
}

function parseStack(text: string): string {
  if (STACK.test(text)) return text;
  throw new UsageError('--stack is no name of a stack; expected for example sigma-lambda');
}
