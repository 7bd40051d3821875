// `replay plan PLACE`: a bucket, an inventory or a folder → an immutable list of objects, and what reading them takes.

import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { UsageError } from '../errors.ts';
import { EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import {
  type Format,
  oneOf,
  parseFormat,
  parseRegion,
  parseSource,
  parseTenant,
  parseTime,
  repeatable,
} from '../parse-options.ts';
import { placeholdersOption } from '../placeholder-file.ts';
import { type AwsFlags, parseEndpoint } from '../replay/aws-place.ts';
import { type PlanRequest, makePlan } from '../replay/make-plan.ts';
import { parsePlace } from '../replay/place.ts';
import { planDeps } from '../replay/plan-deps.ts';
import { explainFault } from '../replay/explain-fault.ts';
import { AWS_CONCURRENCY, planText, runTimeOf } from '../replay/plan-text.ts';
import { createRateLine } from '../replay/rate-line.ts';
import { RUN_PLACES, type RunPlace } from '../../replay/index.ts';
import type { SourceId } from '../../source/index.ts';
import { safeJson } from '../safe-text.ts';

/** Options of `replay plan`. */
export interface PlanFlags extends AwsFlags {
  readonly out: string;
  readonly inventory?: string;
  readonly since?: number;
  readonly until?: number;
  readonly storageClass: readonly string[];
  readonly rules: readonly string[];
  readonly placeholders?: string;
  readonly tenant: string;
  readonly source?: SourceId;
  /** @default aws; files of this machine are read here */
  readonly on?: RunPlace;
  readonly concurrency?: number;
  readonly jobs?: number;
  readonly sample: number;
  readonly format: Format;
}

const HELP = `
Examples:
  replay plan s3://edr-logs/fdr/ --out plan --since 2026-09-01 --until 2026-11-01
  replay plan s3://edr-logs/fdr/ --out plan --inventory s3://inventories/edr-logs/daily/2026-11-20T01-00Z/manifest.json
  replay plan old-logs/ --out plan --jobs 4

--since and --until are of the time at which an object was put. Nothing is written but the folder; of the objects a few are
read (--sample) with the credentials of the environment. Ended amid its listing, the same command goes on with it.
Exit: 0 done; 2 something could not be listed, read or written, and the plan has the rest, if any; 64 usage; 130 interrupted.`;

const SAMPLE = 8;

/** Adds the command to the group. */
export function addReplayPlanCommand(group: Command, host: CommandHost): void {
  group
    .command('plan')
    .description('list what a replay would read, and say what that costs')
    .argument('<place>', 's3://bucket/prefix, the manifest.json of an S3 Inventory, or a folder')
    .requiredOption('--out <dir>', 'folder of the plan; a new one')
    .option('--inventory <manifest>', 's3://…/manifest.json to read in place of listing')
    .option('--since <time>', 'only objects put at or after this time', (text: string) =>
      parseTime('--since', text),
    )
    .option('--until <time>', 'only objects put before this time', (text: string) =>
      parseTime('--until', text),
    )
    .addOption(repeatable('--storage-class <class>', 'only these (repeatable)', 'all'))
    .addOption(repeatable('--rules <dir>', 'rules to sample with (repeatable)', 'the shipped ones'))
    .addOption(placeholdersOption())
    .option('--tenant <name>', 'whose logs these are', parseTenant, 'default')
    .option('--source <id>', 'recognise only this source', parseSource)
    .option(
      '--on <where>',
      'where it will run: aws or here (default: aws; of a folder here)',
      parseOn,
    )
    .option(
      '--concurrency <n>',
      `invocations at a time, on aws (default: ${AWS_CONCURRENCY})`,
      parseCount('--concurrency', 1),
    )
    .option(
      '--jobs <n>',
      `workers, here (default: ${availableParallelism()})`,
      parseCount('--jobs', 1),
    )
    .option('--sample <n>', 'objects to read', parseCount('--sample', 0), SAMPLE)
    .option('--region <region>', 'region of the bucket', parseRegion)
    .option('--endpoint <url>', 'ask another server than AWS', parseEndpoint)
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (place: string, flags: PlanFlags) => {
      host.exit(await plan(requestOf(place, flags), flags, host));
    });
}

async function plan(request: PlanRequest, flags: PlanFlags, host: CommandHost): Promise<number> {
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED);
  const rate = createRateLine(host.output);
  try {
    const deps = planDeps(flags, host, interrupt.signal, rate);
    const made = await makePlan(flags.out, request, deps);
    const time = runTimeOf(made, workersOf(request.runPlace, flags));
    if (flags.format === 'table') await host.output.print(planText(made, time, flags.out));
    else {
      const { empty, outside } = made;
      await host.output.print(`${safeJson({ plan: made.plan, empty, outside, time })}\n`);
    }
    return deps.isWhole() ? EXIT_OK : EXIT_INCOMPLETE;
  } catch (thrown) {
    if (interrupt.signal.aborted) {
      host.output.note(`interrupted; the same command goes on with ${flags.out}\n`);
      return EXIT_INTERRUPTED;
    }
    throw explainFault('cannot be planned', thrown);
  } finally {
    interrupt.dispose();
  }
}

function requestOf(text: string, flags: PlanFlags): PlanRequest {
  const { inventory, since, until, storageClass, tenant, source, on, sample } = flags;
  const { jobs, concurrency } = flags;
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError('--since must be before --until');
  }
  const place = parsePlace(text, inventory);
  const runPlace = on ?? (place.kind === 'folder' ? 'here' : 'aws');
  if (place.kind === 'folder' && runPlace === 'aws') {
    throw new UsageError('--on aws: a folder is read on this machine; expected s3://BUCKET/PREFIX');
  }
  if (runPlace === 'aws' && jobs !== undefined) throw new UsageError('--jobs needs --on here');
  if (runPlace === 'here' && concurrency !== undefined) {
    throw new UsageError('--concurrency is of a run on AWS; expected --jobs');
  }
  return {
    place,
    sinceMs: since,
    untilMs: until,
    storageClasses: storageClass,
    tenant,
    source,
    runPlace,
    sample,
  };
}

function workersOf(place: RunPlace, { concurrency = AWS_CONCURRENCY, jobs }: PlanFlags): number {
  return place === 'aws' ? concurrency : (jobs ?? availableParallelism());
}

function parseOn(text: string): RunPlace {
  return oneOf('--on', text, RUN_PLACES);
}

function parseCount(what: string, least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d{1,5}$/.test(text) && count >= least) return count;
    throw new UsageError(`${what} is no number; expected ${least} to 99999`);
  };
}
