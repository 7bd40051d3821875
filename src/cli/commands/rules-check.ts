// `rules check PATH...`: every problem of every rule at once.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { problemLine } from '../diagnostic-text.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { type Format, parseFormat } from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { checkRules } from '../rule-check/check-rules.ts';
import { printReport } from '../rule-check/print-report.ts';

interface CheckFlags {
  readonly format: Format;
  readonly requireGuide?: boolean;
  readonly placeholders?: string;
}

const HELP = `
Examples:
  rules check rules/
  rules check my-rules/ --placeholders site.yml
  rules check my-rules/ --require-guide --format ndjson

Prints path:line:column code severity message. Exit: 0 no errors; 1 errors; 2 a file could not be read; 64 usage.`;

/** Adds the command to its group. */
export function addCheckCommand(group: Command, host: CommandHost): void {
  group
    .command('check')
    .description('report every problem of every rule and filter')
    .argument('<path...>', 'folders or files of rules')
    .option(
      '--require-guide',
      'demand triage, respond, harden and logging (always so for shipped rules)',
    )
    .addOption(placeholdersOption())
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      host.exit(await check(paths, flags, host));
    });
}

async function check(
  paths: readonly string[],
  flags: CheckFlags,
  { output, nowMs }: CommandHost,
): Promise<number> {
  const report = checkRules(paths, {
    placeholders: loadPlaceholders(flags.placeholders),
    isGuideRequired: flags.requireGuide === true,
    nowMs,
  });
  for (const problem of report.problems) output.note(problemLine(problem));
  await printReport(report, flags.format, output);
  if (report.problems.length > 0) return EXIT_INCOMPLETE;
  return report.summary.errors > 0 ? EXIT_FAILED : EXIT_OK;
}
