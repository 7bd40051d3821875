// `gaps s3://BUCKET[/PREFIX]`: objects that today's rules have not seen to their end; and a plan of them.

import { type Command, Option } from 'commander';
import { digest } from '../../../dist/rules/ruleset.mjs';
import { createPlanDraft, type PlanDraft } from '../../adapters/local/index.ts';
import { needsRestore } from '../../replay/index.ts';
import type { CommandHost } from '../command-host.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import {
  type Format,
  oneOf,
  parseFormat,
  parseRegion,
  parseTenant,
  parseTime,
} from '../parse-options.ts';
import { parseEndpoint } from '../replay/aws-place.ts';
import { findGaps, GAP_FATES, type Gap, type GapFate } from '../replay/find-gaps.ts';
import { GapCounts } from '../replay/gap-counts.ts';
import { listPlace } from '../replay/list-place.ts';
import { finishPlan, type PlanDeps } from '../replay/make-plan.ts';
import { type LedgerFlags, openLedger } from '../replay/open-ledger.ts';
import { type BucketPrefix, parseBucket } from '../replay/place.ts';
import { planDeps } from '../replay/plan-deps.ts';
import { explainFault } from '../replay/explain-fault.ts';
import { AWS_CONCURRENCY, planText, runTimeOf } from '../replay/plan-text.ts';
import { createRateLine } from '../replay/rate-line.ts';
import { safeJson } from '../safe-text.ts';

interface GapFlags extends LedgerFlags {
  readonly plan?: string;
  readonly ruleset: string;
  readonly only: readonly GapFate[];
  readonly since?: number;
  readonly until?: number;
  readonly tenant: string;
  readonly format: Format;
  readonly failOnGaps?: boolean;
}

const HELP = `
Examples:
  gaps s3://edr-logs/fdr/ --stack sigma-lambda
  gaps s3://edr-logs --stack sigma-lambda --until 2026-11-01 --plan missed && replay run missed
  gaps s3://edr-logs --state-table my-table --fail-on-gaps --format json

An object is known by its key, ETag and size: one that was replaced since counts as never scanned. What a deployment has
scanned is kept for 400 days. Exit: 0 done; 1 --fail-on-gaps and there are; 2 something could not be asked; 64 usage.`;

const SAMPLE = 8;
const DIGEST = /^[0-9a-f]{64}$/;

/** Adds the command to the program. */
export function addGapsCommand(program: Command, host: CommandHost): void {
  program
    .command('gaps')
    .description('objects of a bucket that were never scanned, or not with the rules of today')
    .argument('<bucket>', 's3://bucket or s3://bucket/prefix')
    .option('--stack <name>', 'the deployment whose ledger is asked')
    .option('--state-table <name>', 'its table, where it is known')
    .option('--plan <dir>', 'write a plan of the gaps, for `replay run`')
    .addOption(
      new Option('--only <fates>', 'gaps that the plan holds, of never, older and incomplete')
        .argParser(parseOnly)
        .default(['never', 'older'], 'never,older'),
    )
    .addOption(
      new Option('--ruleset <digest>', 'what counts as the rules of today')
        .argParser(parseDigest)
        .default(digest, 'those of this repository'),
    )
    .option('--since <time>', 'only objects put at or after this time', (text: string) =>
      parseTime('--since', text),
    )
    .option('--until <time>', 'only objects put before this time', (text: string) =>
      parseTime('--until', text),
    )
    .option('--tenant <name>', 'whose logs these are', parseTenant, 'default')
    .option('--region <region>', 'region of bucket and stack', parseRegion)
    .option('--endpoint <url>', 'ask another server than AWS', parseEndpoint)
    .option('--fail-on-gaps', 'exit 1 where there are gaps')
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (address: string, flags: GapFlags) => {
      host.exit(await gaps(parseBucket(address), flags, host));
    });
}

async function gaps(place: BucketPrefix, flags: GapFlags, host: CommandHost): Promise<number> {
  if ((flags.stack === undefined) === (flags.stateTable === undefined)) {
    throw new UsageError('give --stack or --state-table: the ledger is asked what was scanned');
  }
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED);
  const rate = createRateLine(host.output);
  let draft: PlanDraft | undefined;
  try {
    const asked = { ...flags, rules: [] };
    const deps = planDeps(asked, host, interrupt.signal, rate);
    draft = flags.plan === undefined ? undefined : await openDraft(flags.plan, place, flags);
    const counts = await lookUp(place, flags, { deps, draft, host });
    rate.stop();
    await printCounts(counts, flags.format, host);
    if (draft !== undefined && flags.plan !== undefined) {
      await writePlan(flags.plan, draft, { place, flags }, { deps, host });
    }
    return flags.failOnGaps === true && counts.gaps > 0 ? EXIT_FAILED : EXIT_OK;
  } catch (thrown) {
    if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
    throw explainFault('gaps cannot be found', thrown);
  } finally {
    await draft?.close();
    interrupt.dispose();
  }
}

interface GapContext {
  readonly deps: PlanDeps;
  readonly host: CommandHost;
}

async function lookUp(
  place: BucketPrefix,
  flags: GapFlags,
  { deps, draft, host }: GapContext & { readonly draft: PlanDraft | undefined },
): Promise<GapCounts> {
  const { ledger, hasOtherRules } = await openLedger(flags);
  if (hasOtherRules && flags.ruleset === digest) {
    host.output.note(
      'the deployment has other rules than this repository: what it scanned counts as older; --ruleset names others\n',
    );
  }
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY } = flags;
  const { batches } = await listPlace({ kind: 's3', ...place }, { ...deps, after: undefined });
  const query = {
    ...{ ledger, tenant: flags.tenant, ruleset: flags.ruleset },
    isAsked: ({ modifiedMs, object }: Gap['listed']) =>
      object.size > 0 && modifiedMs >= since && modifiedMs < until,
  };
  const counts = new GapCounts();
  for await (const found of findGaps(batches, query)) {
    deps.onListed(found.length);
    for (const gap of found) {
      counts.add(gap);
      if (flags.only.includes(gap.fate))
        draft?.add(gap.listed.object, needsRestore(gap.listed.stored));
    }
    draft?.count({ requests: 1 });
    await draft?.flush();
    if (flags.format === 'ndjson') await host.output.print(found.flatMap(gapLine).join(''));
    deps.signal.throwIfAborted();
  }
  return counts;
}

function gapLine({ listed, completedMs, ...gap }: Gap): readonly string[] {
  if (gap.fate === 'scanned') return [];
  const modified = new Date(listed.modifiedMs).toISOString();
  const completed =
    completedMs === undefined ? {} : { completed: new Date(completedMs).toISOString() };
  return [`${safeJson({ ...gap, modified, ...completed })}\n`];
}

async function printCounts(
  counts: GapCounts,
  format: Format,
  { output }: CommandHost,
): Promise<void> {
  switch (format) {
    case 'json':
      return output.print(`${safeJson({ gaps: counts.gaps, ...counts.toJSON() })}\n`);
    case 'ndjson':
      return output.note(counts.text());
    case 'table':
      return output.print(counts.text());
  }
}

/** Gaps are looked up anew each time: the draft notes no place to go on at. */
function openDraft(folder: string, place: BucketPrefix, flags: GapFlags): Promise<PlanDraft> {
  const { ruleset, only, tenant } = flags;
  const gapsOf = `s3://${place.bucket}/${place.prefix}`;
  return createPlanDraft(folder, { gapsOf, ruleset, only: only.join(), tenant });
}

async function writePlan(
  folder: string,
  draft: PlanDraft,
  asked: { readonly place: BucketPrefix; readonly flags: GapFlags },
  { deps, host }: GapContext,
): Promise<void> {
  const { place, flags } = asked;
  const { tenant, since, until } = flags;
  const terms = {
    ...{ tenant, sinceMs: since, untilMs: until, source: undefined },
    ...{ runPlace: 'aws' as const, sample: SAMPLE },
  };
  const made = await finishPlan(draft, { kind: 'gaps', ...place }, terms, deps);
  host.output.note(planText(made, runTimeOf(made, AWS_CONCURRENCY), folder));
}

function parseOnly(text: string): readonly GapFate[] {
  return text.split(',').map((fate) => oneOf('--only', fate, GAP_FATES.slice(0, -1)));
}

function parseDigest(text: string): string {
  if (DIGEST.test(text)) return text;
  throw new UsageError('--ruleset is no digest; expected 64 digits of 0-9 and a-f');
}
