// `rules coverage [PATH...]`: which fields each rule reads, and which source can supply them.

import type { Command } from 'commander';
import type { CommandHost } from '../command-host.ts';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import type { Output } from '../output.ts';
import { type Format, parseFormat } from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { loadRuleContext, type RuleContext, SHIPPED_RULES } from '../rule-context.ts';
import { capabilitiesOf } from '../rule-coverage/capabilities.ts';
import { coverCorrelation } from '../rule-coverage/cover-correlation.ts';
import { coverRule, type RuleCoverage } from '../rule-coverage/cover-rule.ts';
import {
  coverageClosing,
  coverageTable,
  summariseCoverage,
} from '../rule-coverage/coverage-text.ts';
import { safeJson } from '../safe-text.ts';
import { wrapLines } from '../wrap.ts';

interface CoverageFlags {
  readonly format: Format;
  readonly mapSecurityEvents?: boolean;
  readonly placeholders?: string;
}

const HELP = `
Examples:
  rules coverage
  rules coverage my-rules/ --format ndjson

yes: can fire; join: can fire where another event of the process, in the same input, fills what the connection lacks;
NEVER: the source's events lack what the rule needs; -: the source has no events of the rule's logsource.
Exit: 0 done; 2 a file could not be read or a rule not be compiled; 64 usage.`;

/** Adds the command to its group. */
export function addCoverageCommand(group: Command, host: CommandHost): void {
  group
    .command('coverage')
    .description('say which fields each rule reads and which source can supply them')
    .argument('[path...]', 'folders or files of rules (default: the shipped ones)')
    .option('--map-security-events', 'treat Security 5156 and 4688 as connections and starts')
    .addOption(placeholdersOption())
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: CoverageFlags) => {
      host.exit(await coverage(paths, flags, host.output));
    });
}

async function coverage(
  paths: readonly string[],
  flags: CoverageFlags,
  output: Output,
): Promise<number> {
  const options = { placeholders: loadPlaceholders(flags.placeholders) };
  const context = loadRuleContext(paths.length === 0 ? [SHIPPED_RULES] : paths, options);
  const errors = context.diagnostics.filter(({ severity }) => severity === 'error');
  for (const problem of context.problems) output.note(problemLine(problem));
  for (const diagnostic of errors) output.note(diagnosticLine(diagnostic));
  await print(coverAll(context, flags.mapSecurityEvents === true), flags.format, output);
  return context.problems.length + errors.length > 0 ? EXIT_INCOMPLETE : EXIT_OK;
}

/** The rules and correlations of the files named, not those around them. */
function coverAll(
  { compiled, units, loadedCorrelations, rules }: RuleContext,
  mapSecurityEvents: boolean,
): readonly RuleCoverage[] {
  const capabilities = capabilitiesOf(mapSecurityEvents);
  const covered = new Map<string, RuleCoverage>();
  for (const [index, { expr, position }] of units.entries()) {
    const rule = compiled[index];
    if (rule === undefined) continue;
    covered.set(rule.id, coverRule({ rule, expr, path: position.path }, capabilities));
  }
  // Each stands behind those that it refers to.
  for (const { spec, position } of loadedCorrelations) {
    const correlation = { spec, path: position.path, rules: covered };
    covered.set(spec.id, coverCorrelation(correlation, capabilities));
  }
  const own = new Set(rules.map(({ path }) => path));
  return [...covered.values()].filter(({ path }) => own.has(path));
}

async function print(
  rules: readonly RuleCoverage[],
  format: Format,
  output: Output,
): Promise<void> {
  const summary = summariseCoverage(rules);
  switch (format) {
    case 'json':
      return output.print(`${safeJson({ rules, summary })}\n`);
    case 'ndjson':
      await output.print(rules.map((one) => `${safeJson(one)}\n`).join(''));
      return output.note(coverageClosing(summary));
    case 'table':
      return output.print(
        wrapLines(
          `${coverageTable(rules, output.textColumns)}${coverageClosing(summary)}`,
          output.textColumns,
        ),
      );
  }
}
