// `replay run --on aws`: a plan → an execution of the deployment's state machine, or the next step with the one there is.

import type { OpenedPlan } from '../../adapters/local/index.ts';
import type { CommandHost } from '../command-host.ts';
import { UsageError } from '../errors.ts';
import { EXIT_OK } from '../exit-code.ts';
import { readAwsRun, startedText, startOnAws } from './aws-run.ts';
import { awsStatusText, redriveOnAws, statusOnAws } from './aws-status.ts';
import { newSettings, type RulesetFlags, rulesetFor } from './new-settings.ts';
import { listRuns } from './run-folder.ts';

/** Options of it. */
export interface OnAwsFlags extends RulesetFlags {
  readonly page?: boolean;
  readonly stack?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly concurrency: number;
  readonly redrive?: boolean;
  readonly new?: boolean;
}

/** Starts one; with `redrive` begins the last again. A run that is there is told of, and not started twice. */
export async function runOnAws(
  folder: string,
  opened: OpenedPlan,
  flags: OnAwsFlags,
  { output, nowMs }: Pick<CommandHost, 'output' | 'nowMs'>,
): Promise<number> {
  const { stack, endpoint, region, concurrency } = flags;
  if (flags.rules.length > 0 || flags.mapSecurityEvents === true) {
    throw new UsageError('on AWS a plan is read by the rules that are deployed: leave out --rules');
  }
  const last = listRuns(folder).findLast((run) => readAwsRun(run) !== undefined);
  const there = last && readAwsRun(last);
  if (last !== undefined && there !== undefined && flags.new !== true) {
    if (flags.redrive === true) {
      await redriveOnAws(there, endpoint);
      output.note(`run ${last.settings.id} goes on with what has not succeeded\n`);
      return EXIT_OK;
    }
    const status = await statusOnAws(last, there, {
      objects: opened.plan.objects,
      nowMs,
      endpoint,
    });
    output.note(awsStatusText(status, folder));
    output.note('--new starts another run of this plan\n');
    return EXIT_OK;
  }
  if (flags.redrive === true)
    throw new UsageError('--redrive: no run of this plan was started on AWS');
  if (stack === undefined) throw new UsageError('--on aws asks for --stack');
  const ruleset = await rulesetFor(flags, new Map());
  const settings = newSettings(opened, ruleset, { isPaging: flags.page === true, nowMs });
  const start = { planFolder: folder, opened, settings, stack, region, endpoint, concurrency };
  output.note(startedText(await startOnAws(start), opened, folder));
  return EXIT_OK;
}
