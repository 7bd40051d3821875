// `replay diff PLAN`: what a change of rules would have found, and no longer finds. Nothing is kept of it.

import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { openPlan } from '../../adapters/local/index.ts';
import { LEVELS, type Level } from '../../model/index.ts';
import { diffFindings } from '../../replay/index.ts';
import { SOURCE_IDS } from '../../source/index.ts';
import type { CommandHost } from '../command-host.ts';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EnvironmentError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { Output } from '../output.ts';
import { oneOf, repeatable } from '../parse-options.ts';
import { number, plural } from '../plural.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { diffMarkdown, diffText } from '../replay/diff-text.ts';
import { explainFault } from '../replay/explain-fault.ts';
import { runInMemory } from '../replay/memory-run.ts';
import { parseJobs } from '../replay/parse-run-options.ts';
import { createRunProgress } from '../replay/run-progress.ts';
import { loadPack } from '../rule-pack.ts';
import { safeJson } from '../safe-text.ts';

const HELP = `
Examples:
  replay diff plan --rules-to rules                             the working copy against the shipped rules
  replay diff plan --rules-from old --rules-to new --format markdown > diff.md

Neither findings nor state are written. Findings are compared by id, which an edit of a rule keeps.
Exit: 0 compared; 1 --fail-on-new or --fail-on-gone was reached; 2 something could not be read to its end; 64 usage.`;

const FORMATS = ['table', 'markdown', 'json'] as const;

interface Flags {
  readonly rulesFrom: readonly string[];
  readonly rulesTo: readonly string[];
  readonly placeholders?: string;
  readonly jobs: number;
  readonly format: (typeof FORMATS)[number];
  readonly failOnNew?: Level;
  readonly failOnGone?: Level;
  readonly mapSecurityEvents?: boolean;
}

/** Adds the command to its group. */
export function addReplayDiffCommand(group: Command, { output, exit }: CommandHost): void {
  group
    .command('diff')
    .description('what a change of rules would have found in the past, and no longer finds')
    .argument('<plan>', 'the folder of a plan')
    .addOption(repeatable('--rules-from <dir>', 'rules before (repeatable)', 'the shipped ones'))
    .addOption(repeatable('--rules-to <dir>', 'rules after (repeatable)', 'the shipped ones'))
    .addOption(placeholdersOption())
    .option('--jobs <n>', 'objects read at a time', parseJobs, availableParallelism())
    .option(
      '--format <format>',
      FORMATS.join(', '),
      (text) => oneOf('--format', text, FORMATS),
      'table',
    )
    .option('--map-security-events', 'treat Security 5156 and 4688 as connections and starts')
    .option(
      '--fail-on-new <level>',
      `exit 1 where something new has this level or above: ${LEVELS.join(', ')}`,
      (text) => oneOf('--fail-on-new', text, LEVELS),
    )
    .option(
      '--fail-on-gone <level>',
      'exit 1 where something of this level or above is no longer found',
      (text) => oneOf('--fail-on-gone', text, LEVELS),
    )
    .addHelpText('after', HELP)
    .action(async (plan: string, flags: Flags) => exit(await diff(plan, flags, output)));
}

async function diff(folder: string, flags: Flags, output: Output): Promise<number> {
  const opened = await openPlan(folder);
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED);
  try {
    const { signal } = interrupt;
    // Both before the first object is read: a rule that is broken is known at once.
    const before = await load('from', flags.rulesFrom, flags, output);
    const after = await load('to', flags.rulesTo, flags, output);
    const context = { opened, flags, output, signal };
    const from = await findWith(before, context);
    const to = await findWith(after, context);
    const found = diffFindings(from, to);
    const lacks = [...from.lacks, ...to.lacks];
    if (flags.format === 'json') await output.print(`${safeJson({ ...found, lacks })}\n`);
    else
      await output.print(
        flags.format === 'markdown'
          ? diffMarkdown(found, lacks)
          : diffText(found, lacks, output.columns),
      );
    if (lacks.length > 0) return EXIT_INCOMPLETE;
    const isReached =
      reaches(found.fires, flags.failOnNew) || reaches(found.gone, flags.failOnGone);
    return isReached ? EXIT_FAILED : EXIT_OK;
  } catch (thrown) {
    if (interrupt.signal.aborted) {
      output.note('interrupted: nothing was compared\n');
      return EXIT_INTERRUPTED;
    }
    throw explainFault('cannot be compared', thrown);
  } finally {
    interrupt.dispose();
  }
}

interface Context {
  readonly opened: Awaited<ReturnType<typeof openPlan>>;
  readonly flags: Flags;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** A side's rules, and what they lack. */
async function load(side: 'from' | 'to', folders: readonly string[], flags: Flags, output: Output) {
  const placeholders = loadPlaceholders(flags.placeholders);
  const pack = await loadPack(folders, placeholders);
  for (const diagnostic of pack.diagnostics) output.note(diagnosticLine(diagnostic));
  for (const problem of pack.problems) output.note(problemLine(problem));
  if (pack.rules.length === 0) throw new EnvironmentError(`--rules-${side} has no rule to run`);
  const bad =
    pack.problems.length + pack.diagnostics.filter(({ severity }) => severity === 'error').length;
  const name = `rules ${side === 'from' ? 'before' : 'after'} the change`;
  const lacks =
    bad === 0 ? [] : [`${name}: ${plural(bad, 'error')}; what these rules find is not in here`];
  return { name, folders, placeholders, pack, lacks };
}

async function findWith(
  { name, folders, placeholders, pack, lacks }: Awaited<ReturnType<typeof load>>,
  { opened, flags, output, signal }: Context,
) {
  output.note(`${name}:\n`);
  const { plan } = opened;
  const { findings, summary } = await runInMemory(
    {
      opened,
      pack,
      setup: {
        rules: folders,
        placeholders,
        tenant: plan.tenant,
        source: plan.source === undefined ? undefined : oneOf('source', plan.source, SOURCE_IDS),
        mapSecurityEvents: flags.mapSecurityEvents === true,
      },
      jobs: flags.jobs,
      budgetUsd: Number.POSITIVE_INFINITY,
      progress: createRunProgress(output),
    },
    signal,
  );
  const { scanned, ...bad } = summary.objects;
  const isRead = Object.values(bad).every((count) => count === 0);
  const unread = `${name}: only ${number(scanned)} of ${plural(plan.objects, 'object')} could be read to their end`;
  const rules = [...pack.rules, ...pack.correlations];
  return { rules, findings, lacks: isRead ? lacks : [...lacks, unread] };
}

function reaches(fires: readonly { rule: { level: Level } }[], bar: Level | undefined): boolean {
  if (bar === undefined) return false;
  return fires.some(({ rule }) => LEVELS.indexOf(rule.level) >= LEVELS.indexOf(bar));
}
