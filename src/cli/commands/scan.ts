// `scan PATH...`: objects → findings on stdout, everything else on stderr.

import type { Command } from 'commander';
import { type CompiledRule, LEVELS, type Level } from '../../model/index.ts';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EnvironmentError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { Output } from '../output.ts';
import {
  oneOf,
  parseFormat,
  parseLevel,
  parseSource,
  parseTenant,
  parseTime,
  repeatable,
} from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { createProgress } from '../progress.ts';
import { loadPack, type RulePack } from '../rule-pack.ts';
import { type ListedObjects, listObjects } from '../scan/list-objects.ts';
import { checkPaths, type ScanFlags, windowOf } from '../scan/options.ts';
import { printFindings } from '../scan/print-findings.ts';
import { createRejections } from '../scan/rejections.ts';
import { runScan } from '../scan/run.ts';
import { type ScanSetup, type ScanSummary, summarise } from '../scan/summary.ts';
import { summaryText } from '../scan/summary-text.ts';

const HELP = `
Examples:
  scan events/                                    findings as a table
  scan --format ndjson logs/*.gz > findings.ndjson
  zcat batch.gz | scan -                          standard input
  scan --fail-on medium --since 2026-11-20 logs/

Exit: 0 done, findings or not; 1 --fail-on reached; 2 something could not be read to its end or compiled; 64 usage.`;

/** Adds the command to the program; `exit` receives its exit code. */
export function addScanCommand(
  program: Command,
  output: Output,
  exit: (code: number) => void,
): void {
  program
    .command('scan')
    .description('evaluate rules over files, folders, globs or standard input (-)')
    .argument('<path...>', 'plain, gzip or zstd; NDJSON, a JSON array, records in an envelope')
    .addOption(repeatable('--rules <dir>', 'rules to use (repeatable)', 'the shipped ones'))
    .addOption(placeholdersOption())
    .option('--source <id>', 'recognise only this source', parseSource)
    .option(
      '--tenant <name>',
      'whose logs these are: part of every finding id',
      parseTenant,
      'default',
    )
    .addOption(repeatable('--no-filter <id>', 'switch a filter off (repeatable)', 'all are on'))
    .option('--strict', 'parse every line, so that all counts are exact; findings are the same')
    .option('--explain', 'with the table: show which tests made each finding match')
    .option(
      '--since <time>',
      'only events at or after this time (ISO-8601; UTC without a zone)',
      (text: string) => parseTime('--since', text),
    )
    .option('--until <time>', 'only events before this time', (text: string) =>
      parseTime('--until', text),
    )
    .option(
      '--fail-on <level>',
      `exit 1 on a finding of this level or above: ${LEVELS.join(', ')}`,
      parseLevel,
    )
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .option('--quarantine <dir>', 'keep records that could not be read here, one NDJSON per object')
    .option(
      '--map-security-events',
      'treat Security 5156 and 4688 as connections and process starts',
    )
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: ScanFlags) => {
      exit(await scan(paths, flags, output));
    });
}

async function scan(paths: readonly string[], flags: ScanFlags, output: Output): Promise<number> {
  checkPaths(paths);
  windowOf(flags);
  const pack = await loadRules(flags, output);
  const rejections = createRejections(flags.quarantine);
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED);
  try {
    const listed = listObjects(paths, interrupt.signal);
    const { objects } = listed;
    const progress = createProgress(objects, output);
    const { rules, correlations } = pack;
    const input = { objects, rules, correlations, flags, rejections, progress };
    const result = await runScan(input, interrupt.signal);
    const summary = summarise(result, setupOf(pack, listed));
    await printFindings(result.findings, summary, flags, output);
    output.note(summaryText(summary, { rules, correlations }, rejections.shown));
    return exitCode(
      summary,
      result.findings.map(({ rule }) => rule.level),
      flags.failOn,
    );
  } finally {
    interrupt.dispose();
  }
}

function setupOf(pack: RulePack, { leftOut, problems }: ListedObjects): ScanSetup {
  const ruleErrors = pack.diagnostics.filter(({ severity }) => severity === 'error').length;
  return { rules: pack.rules, ruleErrors, leftOut, pathProblems: [...pack.problems, ...problems] };
}

/** Says at once what is wrong with the rules: it decides what the findings are worth. */
async function loadRules(flags: ScanFlags, output: Output): Promise<RulePack> {
  const pack = await loadPack(flags.rules, loadPlaceholders(flags.placeholders));
  for (const diagnostic of pack.diagnostics) output.note(diagnosticLine(diagnostic));
  if (pack.rules.length === 0) {
    for (const problem of pack.problems) output.note(problemLine(problem));
    throw new EnvironmentError('there is no rule to run');
  }
  checkFilters(flags.filter, pack.rules);
  return pack;
}

/** A misspelt id would leave the filter on unnoticed. */
function checkFilters(ids: readonly string[], rules: readonly CompiledRule[]): void {
  const known = [...new Set(rules.flatMap((rule) => rule.filters.map((filter) => filter.id)))];
  for (const id of ids) oneOf('--no-filter', id, known);
}

function exitCode(summary: ScanSummary, levels: readonly Level[], failOn?: Level): number {
  if (summary.isInterrupted) return EXIT_INTERRUPTED;
  if (!summary.isComplete || summary.unbalanced.length > 0) return EXIT_INCOMPLETE;
  if (failOn === undefined) return EXIT_OK;
  const bar = LEVELS.indexOf(failOn);
  return levels.some((level) => LEVELS.indexOf(level) >= bar) ? EXIT_FAILED : EXIT_OK;
}
