// `rules test PATH...`: the cases beside the rules → passed or failed.

import type { Command } from 'commander';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { type Format, parseFormat, repeatable } from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { loadRuleContext } from '../rule-context.ts';
import { caseLine, caseText } from '../rule-tests/case-text.ts';
import { runSuite, type SuiteResult } from '../rule-tests/suite.ts';
import { safeJson } from '../safe-text.ts';

interface TestFlags {
  readonly tag: readonly string[];
  readonly format: Format;
  readonly placeholders?: string;
}

const HELP = `
Examples:
  rules test rules/
  rules test rules/ --tag parity

Reads *.test.yml beside the rules; prints failing cases, and with --tag what every selected one states. The tag parity
compares with the rule behind the advisory, clause by clause. Exit: 0 all passed; 1 a case failed, or a test is weak or
missing; 2 a file could not be read or a rule not be compiled; 64 usage.`;

/** Adds the command to its group. */
export function addTestCommand(group: Command, output: Output, exit: (code: number) => void): void {
  group
    .command('test')
    .description('run the test cases beside the rules')
    .argument('<path...>', 'folders of rules and tests')
    .addOption(repeatable('--tag <tag>', 'only cases with this tag (repeatable)', 'all cases'))
    .addOption(placeholdersOption())
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: TestFlags) => {
      exit(await test(paths, flags, output));
    });
}

async function test(paths: readonly string[], flags: TestFlags, output: Output): Promise<number> {
  const context = loadRuleContext(paths, {
    placeholders: loadPlaceholders(flags.placeholders),
  });
  const suite = await runSuite(context, flags.tag);
  const compileErrors = context.diagnostics.filter(({ severity }) => severity === 'error');
  const failed = suite.results.filter(({ isPassed }) => !isPassed);
  for (const problem of context.problems) output.note(problemLine(problem));
  for (const diagnostic of compileErrors) output.note(diagnosticLine(diagnostic));
  await printResults(suite, flags, output);
  const closing = `${suite.results.length - failed.length} passed, ${failed.length} failed\n`;
  if (flags.format === 'table') await output.print(closing);
  else output.note(closing);
  const isUnreadable = suite.diagnostics.some(({ code }) => code === 'TEST_YAML');
  if (context.problems.length + compileErrors.length > 0 || isUnreadable) return EXIT_INCOMPLETE;
  return failed.length + suite.diagnostics.length > 0 ? EXIT_FAILED : EXIT_OK;
}

async function printResults(
  { results, diagnostics }: SuiteResult,
  { format, tag }: TestFlags,
  output: Output,
): Promise<void> {
  if (format === 'json') return output.print(`${safeJson({ results, diagnostics })}\n`);
  for (const diagnostic of diagnostics) output.note(diagnosticLine(diagnostic));
  if (format === 'ndjson') {
    return output.print(results.map((result) => `${safeJson(result)}\n`).join(''));
  }
  const failed = results.filter(({ isPassed }) => !isPassed);
  const listed = tag.length > 0 ? results.map(caseLine) : [];
  return output.print([...listed, ...failed.map(caseText)].join(''));
}
