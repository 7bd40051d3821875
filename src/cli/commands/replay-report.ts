// `replay report PLAN` and `replay status PLAN`: what a run found, and how far one is.

import type { Command } from 'commander';
import { openPlan } from '../../adapters/local/index.ts';
import { unbalanced } from '../../pipeline/index.ts';
import { ReportBuilder, type ReplayReport } from '../../replay/index.ts';
import type { CommandHost } from '../command-host.ts';
import { EnvironmentError } from '../errors.ts';
import { EXIT_OK } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { oneOf } from '../parse-options.ts';
import { parseEndpoint } from '../replay/aws-place.ts';
import { readAwsRun } from '../replay/aws-run.ts';
import { awsStatusText, statusOnAws } from '../replay/aws-status.ts';
import { explainFault } from '../replay/explain-fault.ts';
import { Journal } from '../replay/journal.ts';
import { pickRun } from '../replay/pick-run.ts';
import { readFound, readResults, readSummary } from '../replay/read-lines.ts';
import { reportMarkdown, reportText } from '../replay/report-text.ts';
import { type KnownRun, lockHolder } from '../replay/run-folder.ts';
import { isPricedOnAws } from '../replay/spend.ts';
import type { RunSummary } from '../replay/run-plan.ts';
import { statusOf, statusText } from '../replay/run-status.ts';
import { safeJson } from '../safe-text.ts';

const REPORT_HELP = `
Examples:
  replay report plan                        for a terminal
  replay report plan --format markdown      for a ticket

Of a run that has not ended it says what is known so far. Exit: 0 printed; 2 a file of the run is damaged; 64 usage.`;

const STATUS_HELP = `
Examples:
  replay status plan                        the last run that was begun
  replay status plan --format json          for a script: state is running, stopped or finished

A process that is at the run is not disturbed. Exit: 0 printed; 2 a file of the run is damaged; 64 usage.`;

const FORMATS = ['table', 'markdown', 'json'] as const;

/** Options of both. */
interface Flags {
  readonly run?: string;
  readonly format: (typeof FORMATS)[number];
  readonly endpoint?: string;
}

/** Adds the commands to their group. */
export function addReplayReportCommands(group: Command, host: CommandHost): void {
  const { output, exit } = host;
  group
    .command('report')
    .description('what a run found: per rule, host and day, new against known, and what failed')
    .argument('<plan>', 'the folder of a plan')
    .option('--run <id>', 'a run of the plan (default: the last that was begun)')
    .option(
      '--format <format>',
      FORMATS.join(', '),
      (text) => oneOf('--format', text, FORMATS),
      'table',
    )
    .addHelpText('after', REPORT_HELP)
    .action(async (plan: string, flags: Flags) => exit(await report(plan, flags, output)));
  group
    .command('status')
    .description('how far a run is, and what to do next')
    .argument('<plan>', 'the folder of a plan')
    .option('--run <id>', 'a run of the plan (default: the last that was begun)')
    .option(
      '--format <format>',
      'table, json',
      (text) => oneOf('--format', text, ['table', 'json']),
      'table',
    )
    .option('--endpoint <url>', 'of AWS, for a run there', parseEndpoint)
    .addHelpText('after', STATUS_HELP)
    .action(async (plan: string, flags: Flags) => exit(await status(plan, flags, host)));
}

async function report(folder: string, flags: Flags, output: Output): Promise<number> {
  const { plan } = await openPlan(folder);
  const run = pickRun(folder, flags.run);
  if (readAwsRun(run) !== undefined && !run.isFinished) {
    throw new EnvironmentError(
      `run ${run.settings.id} is on AWS, and its files are not here yet: \`replay status\` fetches them once it has succeeded`,
    );
  }
  const made = run.isFinished ? await ofFiles(run) : await ofJournal(run, plan.objects);
  const { id, started } = run.settings;
  const summary = run.isFinished ? readSummary(run.files.summary) : undefined;
  const { lowUsd, highUsd } = plan.estimate;
  const head = {
    run: id,
    plan: plan.id,
    started,
    isFinished: run.isFinished,
    planned: { lowUsd, highUsd, where: isPricedOnAws(plan) ? 'on AWS ' : '' },
    needsRestore: plan.needsRestore.objects,
    ...(summary === undefined ? {} : { summary: partOf(summary) }),
    unbalanced: unbalanced(summary?.counts ?? made.counts),
  };
  if (flags.format === 'json') await output.print(`${safeJson({ ...head, ...made })}\n`);
  else if (flags.format === 'markdown') await output.print(reportMarkdown(head, made));
  else await output.print(reportText(head, made, output.columns));
  return EXIT_OK;
}

/** What the lines of the run do not say. */
function partOf({ overflowed, s3Requests, bytes, usd }: RunSummary) {
  return { overflowed, s3Requests, bytes, usd };
}

async function ofFiles({ files }: KnownRun): Promise<ReplayReport> {
  const builder = new ReportBuilder();
  for await (const line of readFound(files.findings)) builder.found(line);
  for await (const result of readResults(files.results)) builder.read(result);
  return builder.report();
}

/** Of a run that has not ended: what its objects have each by itself. */
async function ofJournal({ files }: KnownRun, objects: number): Promise<ReplayReport> {
  const builder = new ReportBuilder();
  const journal = await Journal.openToRead(files.journal, objects);
  const seen = new Set<string>();
  try {
    for await (const line of journal.read()) {
      if (line.kind === 'done') builder.read(line);
      if (line.kind !== 'parts') continue;
      for (const { finding } of line.items) {
        if (!seen.has(finding.id)) builder.found({ fate: 'new', finding });
        seen.add(finding.id);
      }
    }
  } finally {
    journal.close();
  }
  return builder.report();
}

async function status(
  folder: string,
  flags: Flags,
  { output, nowMs }: CommandHost,
): Promise<number> {
  const { plan } = await openPlan(folder);
  const run = pickRun(folder, flags.run);
  const aws = readAwsRun(run);
  if (aws !== undefined) {
    const asked = { objects: plan.objects, nowMs, endpoint: flags.endpoint };
    const there = await statusOnAws(run, aws, asked).catch((thrown: unknown) => {
      throw explainFault('the run cannot be asked for', thrown);
    });
    const said = flags.format === 'json' ? `${safeJson(there)}\n` : awsStatusText(there, folder);
    await output.print(said);
    return EXIT_OK;
  }
  const found = await statusOf(run, plan.objects, lockHolder(run.files.lock), nowMs);
  const text = flags.format === 'json' ? `${safeJson(found)}\n` : statusText(found, folder);
  await output.print(text);
  return EXIT_OK;
}
