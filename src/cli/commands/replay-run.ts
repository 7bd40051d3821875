// `replay run PLAN`: both passes over a plan on this machine, and what they find. Whatever stops it, the same command goes on.

import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { openPlan, type OpenedPlan } from '../../adapters/local/index.ts';
import type { RunSettings } from '../../replay/index.ts';
import type { CommandHost } from '../command-host.ts';
import { diagnosticLine } from '../diagnostic-text.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { type Interrupt, listenForInterrupt } from '../interrupt.ts';
import type { Output } from '../output.ts';
import { oneOf, parseRegion, repeatable } from '../parse-options.ts';
import { parseEndpoint } from '../replay/aws-place.ts';
import { readAwsRun } from '../replay/aws-run.ts';
import { type OnAwsFlags, runOnAws } from '../replay/run-on-aws.ts';
import {
  parseBudget,
  parseConcurrency,
  parseJobs,
  parsePlace,
} from '../replay/parse-run-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import type { Told } from '../replay/deployment-stores.ts';
import { type Entered, enterObjects } from '../replay/enter-objects.ts';
import { explainFault } from '../replay/explain-fault.ts';
import { findStores, type StoreFlags } from '../replay/find-stores.ts';
import { readSummary } from '../replay/read-lines.ts';
import { recordFound } from '../replay/record-found.ts';
import { beginRun, type KnownRun, listRuns } from '../replay/run-folder.ts';
import { newSettings, rulesetFor } from '../replay/new-settings.ts';
import { runPlan, type RunEnd } from '../replay/run-plan.ts';
import { createRunProgress } from '../replay/run-progress.ts';
import { endedText, endText } from '../replay/run-text.ts';
import { isPricedOnAws } from '../replay/spend.ts';
import { loadPack, type RulePack } from '../rule-pack.ts';
import { SOURCE_IDS } from '../../source/index.ts';

const HELP = `
Examples:
  replay run plan                       all processors of this machine
  replay run plan --jobs 2 --budget 5   two at a time, and no more than $5
  replay run plan --rules my-rules      other rules than the shipped ones
  replay run plan --stack edr-prod      findings are kept in the deployment, and nobody is told
  replay run plan --stack edr-prod --on aws   by the deployment's own state machine

Ctrl-C, a crash or the budget stop a run; the same command goes on where it stopped.
Exit: 0 the run ended; 1 the budget stopped it; 2 something could not be read to its end; 130 interrupted; 64 usage.`;

/** Options of the command. */
interface Flags extends StoreFlags, OnAwsFlags {
  readonly on: 'here' | 'aws';
  readonly placeholders?: string;
  readonly jobs: number;
  readonly budget: number;
  readonly mapSecurityEvents?: boolean;
  readonly new?: boolean;
  readonly retryFailed?: boolean;
}

/** Adds the command to its group. */
export function addReplayRunCommand(group: Command, { output, nowMs, exit }: CommandHost): void {
  group
    .command('run')
    .description('read what a plan names, twice, and keep what is found')
    .argument('<plan>', 'the folder of a plan')
    .addOption(repeatable('--rules <dir>', 'rules to use (repeatable)', 'the shipped ones'))
    .addOption(placeholdersOption())
    .option('--on <where>', 'here, or aws: the state machine of --stack', parsePlace, 'here')
    .option('--concurrency <n>', 'on AWS: batches at a time', parseConcurrency, 20)
    .option('--redrive', 'on AWS: begin again what has not succeeded of the last run')
    .option('--region <region>', 'of the stack', parseRegion)
    .option('--endpoint <url>', 'of AWS', parseEndpoint)
    .option('--jobs <n>', 'objects read at a time', parseJobs, availableParallelism())
    .addOption(
      new Option('--budget <usd>', 'stop before more than this is spent')
        .argParser(parseBudget)
        .default(Number.POSITIVE_INFINITY, 'none'),
    )
    .option(
      '--map-security-events',
      'treat Security 5156 and 4688 as connections and process starts',
    )
    .option('--new', 'begin a new run, though there is one')
    .option('--retry-failed', 'read objects again that could not be read to their end')
    .option('--stack <name>', 'keep findings where this deployment keeps its own')
    .option('--state-table <name>', 'the same by its parts: its table,')
    .option('--archive-bucket <name>', 'the bucket of its findings,')
    .option('--evidence-bucket <name>', 'the bucket of raw evidence,')
    .option('--topic <arn>', 'and the topic of its alerts, with --page')
    .option('--page', 'tell people of what is new, as the deployment routes it')
    .addHelpText('after', HELP)
    .action(async (plan: string, flags: Flags) => {
      try {
        exit(await run(plan, flags, output, nowMs));
      } catch (thrown) {
        throw explainFault('cannot be run', thrown);
      }
    });
}

async function run(folder: string, flags: Flags, output: Output, nowMs: number): Promise<number> {
  const opened = await openPlan(folder);
  return flags.on === 'aws'
    ? await runOnAws(folder, opened, flags, { output, nowMs })
    : await runHere(folder, opened, flags, { output, nowMs });
}

async function runHere(
  folder: string,
  opened: OpenedPlan,
  flags: Flags,
  { output, nowMs }: Pick<CommandHost, 'output' | 'nowMs'>,
): Promise<number> {
  const placeholders = loadPlaceholders(flags.placeholders);
  const pack = await loadRules(flags, placeholders, output);
  const told = await findStores(flags);
  const ruleset = await rulesetFor(flags, placeholders);
  const stateTable = told?.['SIGMA_LAMBDA_STATE_TABLE'];
  const wanted = newSettings(opened, ruleset, { isPaging: flags.page === true, stateTable, nowMs });
  const known = pickRun(folder, wanted, flags);
  if (known?.isFinished === true && flags.retryFailed !== true) {
    const summary = readSummary(known.files.summary);
    output.note(endedText(known.settings.id, summary));
    return exitCode({ kind: 'finished', usd: summary.usd, summary }, pack);
  }
  warnOfBudget(opened, flags, output);
  const interrupt = listenHere(output);
  try {
    const current = known ?? beginRun(folder, wanted);
    if (known !== undefined) output.note(`going on with run ${current.settings.id}\n`);
    const keeping = told && (await keepIn(told, pack, flags, current.settings));
    const end = await runPlan(
      {
        opened,
        run: current,
        pack,
        setup: setupOf(opened, flags, placeholders),
        jobs: flags.jobs,
        budgetUsd: flags.budget,
        progress: createRunProgress(output),
        retriesFailed: flags.retryFailed === true,
        ...keeping,
      },
      interrupt.signal,
    );
    output.note(endText(end, current, folder));
    return exitCode(end, pack);
  } finally {
    interrupt.dispose();
  }
}

/** Says at once what is wrong with the rules: it decides what the findings are worth. */
async function loadRules(
  flags: Flags,
  placeholders: ReturnType<typeof loadPlaceholders>,
  output: Output,
): Promise<RulePack> {
  const pack = await loadPack(flags.rules, placeholders);
  for (const diagnostic of pack.diagnostics) output.note(diagnosticLine(diagnostic));
  if (pack.rules.length === 0) throw new EnvironmentError('there is no rule to run');
  return pack;
}

/** A plan that is priced for AWS has no price for transfer, which a run here may cost. */
function warnOfBudget({ plan }: OpenedPlan, { budget }: Flags, output: Output): void {
  if (!Number.isFinite(budget) || !isPricedOnAws(plan)) return;
  output.note(
    'the plan is of a run on AWS: --budget does not count transfer out of it, as a plan with --on here does\n',
  );
}

/** Ends what is in hand at a first signal, and says so. */
function listenHere(output: Output): Interrupt {
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED, ['SIGINT', 'SIGTERM']);
  interrupt.signal.addEventListener('abort', () =>
    output.note('\nstopping: what is in hand is ended first; Ctrl-C again leaves at once\n'),
  );
  return interrupt;
}

async function keepIn(told: Told, pack: RulePack, flags: Flags, settings: RunSettings) {
  const { openDeployment } = await import('../replay/deployment-stores.ts');
  const { outbox, ledger } = openDeployment(told, pack, flags.page === true);
  return {
    record: recordFound(outbox, settings),
    enter: (entered: Entered) => enterObjects(entered, ledger),
  };
}

function setupOf(
  { plan }: OpenedPlan,
  flags: Flags,
  placeholders: ReturnType<typeof loadPlaceholders>,
) {
  return {
    rules: flags.rules,
    placeholders,
    tenant: plan.tenant,
    source: plan.source === undefined ? undefined : oneOf('source', plan.source, SOURCE_IDS),
    mapSecurityEvents: flags.mapSecurityEvents === true,
  };
}

/** The run to go on with: the last of the same settings. */
function pickRun(folder: string, wanted: RunSettings, flags: Flags): KnownRun | undefined {
  if (flags.new === true) return undefined;
  const runs = listRuns(folder).filter((one) => readAwsRun(one) === undefined);
  const same = runs.findLast(
    ({ settings: { ruleset, isPaging, stateTable } }) =>
      ruleset === wanted.ruleset &&
      isPaging === wanted.isPaging &&
      stateTable === wanted.stateTable,
  );
  const other = runs.findLast(({ isFinished }) => !isFinished);
  if (same !== undefined || other === undefined) return same;
  const { id } = other.settings;
  throw new UsageError(
    `run ${id} of this plan has not ended, and has other rules or stores; give the same again, or begin another run with --new`,
  );
}

function exitCode({ kind, summary }: RunEnd, { diagnostics, problems }: RulePack): number {
  if (kind === 'interrupted') return EXIT_INTERRUPTED;
  if (kind === 'over-budget') return EXIT_FAILED;
  const { incomplete = 0, failed = 0, gone = 0, changed = 0 } = summary?.objects ?? {};
  const isWhole =
    incomplete + failed + gone + changed === 0 &&
    problems.length === 0 &&
    diagnostics.every(({ severity }) => severity !== 'error');
  return isWhole ? EXIT_OK : EXIT_INCOMPLETE;
}
