// `rules check PATH...`: every problem of every rule at once.

import type { Command } from 'commander';
import type { Diagnostic } from '../../model/index.ts';
import { loadRuleset } from '../../sigma/index.ts';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { guideDiagnostics } from '../guide-check.ts';
import type { Output } from '../output.ts';
import { type Format, parseFormat } from '../parse-options.ts';
import { plural } from '../plural.ts';
import { isShipped, loadRuleContext, type RuleContext } from '../rule-context.ts';
import { safeJson } from '../safe-text.ts';

interface CheckFlags {
  readonly format: Format;
  readonly requireGuide?: boolean;
}

/** What a check counts. */
interface CheckSummary {
  readonly documents: number;
  readonly rules: number;
  readonly filters: number;
  readonly errors: number;
  readonly warnings: number;
}

const HELP = `
Examples:
  rules check rules/
  rules check my-rules/ --require-guide --format ndjson

Prints path:line:column code severity message. Exit: 0 no errors; 1 errors; 2 a file could not be read; 64 usage.`;

/** Adds the command to its group. */
export function addCheckCommand(
  group: Command,
  output: Output,
  exit: (code: number) => void,
): void {
  group
    .command('check')
    .description('report every problem of every rule and filter')
    .argument('<path...>', 'folders or files of rules')
    .option(
      '--require-guide',
      'demand triage, respond, harden and logging (always so for shipped rules)',
    )
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: CheckFlags) => {
      exit(await check(paths, flags, output));
    });
}

async function check(paths: readonly string[], flags: CheckFlags, output: Output): Promise<number> {
  const context = loadRuleContext(paths);
  const guarded = context.rules.filter(
    ({ path }) => flags.requireGuide === true || isShipped(path),
  );
  const diagnostics = [...context.diagnostics, ...guideDiagnostics(guarded)];
  const summary = summarise(context, diagnostics);
  for (const problem of context.problems) output.note(problemLine(problem));
  await printDiagnostics(diagnostics, summary, flags.format, output);
  const { documents, rules, filters, errors, warnings } = summary;
  const parts = [
    plural(documents, 'document'),
    plural(rules, 'rule'),
    plural(filters, 'filter'),
    plural(errors, 'error'),
    plural(warnings, 'warning'),
  ];
  const closing = `${parts.join(', ')}\n`;
  if (flags.format === 'table') await output.print(closing);
  else output.note(closing);
  if (context.problems.length > 0) return EXIT_INCOMPLETE;
  return errors > 0 ? EXIT_FAILED : EXIT_OK;
}

function summarise(context: RuleContext, diagnostics: readonly Diagnostic[]): CheckSummary {
  const { documents, units, filters } = loadRuleset(context.rules);
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return { documents, rules: units.length, filters, errors, warnings };
}

async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  summary: CheckSummary,
  format: Format,
  output: Output,
): Promise<void> {
  switch (format) {
    case 'json':
      return output.print(`${safeJson({ diagnostics, summary })}\n`);
    case 'ndjson':
      return output.print(diagnostics.map((one) => `${safeJson(one)}\n`).join(''));
    case 'table':
      return output.print(diagnostics.map(diagnosticLine).join(''));
  }
}
