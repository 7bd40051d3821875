// `explain RULE PATH...`: why a rule matched a record, or why it did not.

import type { Command } from 'commander';
import { safeText } from '../../model/index.ts';
import { createRouting } from '../../pipeline/index.ts';
import { createRegistry, type SourceId } from '../../source/index.ts';
import type { CommandHost } from '../command-host.ts';
import { diagnosticLine, problemLine } from '../diagnostic-text.ts';
import { UsageError } from '../errors.ts';
import { EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { correlationData, correlationText } from '../explain/correlation-text.ts';
import { type ExplainedCorrelation, explainCorrelation } from '../explain/explain-correlation.ts';
import { ExplainCount } from '../explain/explain-count.ts';
import {
  type ExplainInput,
  type ExplainResult,
  explainObjects,
} from '../explain/explain-objects.ts';
import { type Explained, toPlain } from '../explain/explained.ts';
import { explainedText } from '../explain/explained-text.ts';
import { type Selection, selectRules } from '../explain/select-rules.ts';
import { explainSummaryText } from '../explain/summary-text.ts';
import type { Output } from '../output.ts';
import { plural } from '../plural.ts';
import {
  type Format,
  oneOf,
  parseFormat,
  parseOrdinal,
  parseSource,
  repeatable,
} from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { safeJson, safeLines } from '../safe-text.ts';
import { listObjects } from '../scan/list-objects.ts';
import { checkPaths } from '../scan/options.ts';
import { wrapLines } from '../wrap.ts';

interface ExplainFlags {
  readonly rules: readonly string[];
  readonly filter: readonly string[];
  readonly format: Format;
  readonly record?: number;
  readonly source?: SourceId;
  readonly mapSecurityEvents?: boolean;
  readonly placeholders?: string;
}

const HELP = `
Examples:
  explain a1874aa0-0b00-4515-ad76-0779bfb72335 events/ --record 3
  explain my_rule.yml logs.ndjson.gz --rules my-filters/
  zcat batch.gz | explain my_rule.yml - --record 0

Shows every node of the condition with its verdict, each filter, and the nearest miss. For a match it ends with a filter
that would suppress exactly that. Of a correlation it shows by group the events in the window that holds, or how far the nearest is
from it. Exit: 0 done; 2 something could not be read or no such record; 64 usage.`;

/** Adds the command to the program. */
export function addExplainCommand(program: Command, host: CommandHost): void {
  program
    .command('explain')
    .description('show why a rule matches records, or why not')
    .argument('<rule>', 'id, name or title of a rule or correlation, or a file')
    .argument('<path...>', 'files, folders, globs or - as for scan')
    .addOption(
      repeatable('--rules <dir>', 'rules and filters to use (repeatable)', 'the shipped ones'),
    )
    .option('--record <n>', 'only this record of each object, counted from 0', parseOrdinal)
    .option('--source <id>', 'recognise only this source', parseSource)
    .addOption(repeatable('--no-filter <id>', 'switch a filter off (repeatable)', 'all are on'))
    .option('--map-security-events', 'treat Security 5156 and 4688 as connections and starts')
    .addOption(placeholdersOption())
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (rule: string, paths: readonly string[], flags: ExplainFlags) => {
      host.exit(await explain(rule, paths, flags, host));
    });
}

async function explain(
  wanted: string,
  paths: readonly string[],
  flags: ExplainFlags,
  { output, nowMs }: CommandHost,
): Promise<number> {
  checkPaths(paths);
  const placeholders = loadPlaceholders(flags.placeholders);
  const { rules, correlations, context } = selectRules(wanted, flags.rules, { placeholders });
  checkFlags(flags, { rules, context });
  const listed = listObjects(paths, new AbortController().signal);
  const problems = [...context.problems, ...listed.problems];
  for (const diagnostic of context.diagnostics) output.note(diagnosticLine(diagnostic));
  for (const problem of problems) output.note(problemLine(problem));
  const { source, mapSecurityEvents = false } = flags;
  const registry = createRegistry({ only: source, mapSecurityEvents });
  const disabledFilters = new Set(flags.filter);
  const input: ExplainInput = {
    objects: rules.length === 0 ? [] : listed.objects,
    rules,
    loaded: createRouting(context.compiled),
    registry,
    ordinal: flags.record,
    settings: { disabledFilters, nowMs, newId: () => crypto.randomUUID() },
  };
  const printer = new Printer(flags.format, output);
  // A record alone tells nothing of a window.
  const windowed = flags.record === undefined ? correlations : [];
  try {
    for await (const result of explainObjects(input)) await printer.take(result);
    for (const correlation of windowed) {
      const { compiled, correlations: all } = context;
      const whole = { objects: listed.objects, correlation, correlations: all, rules: compiled };
      const explained = await explainCorrelation({ ...whole, registry, disabledFilters });
      await printer.addCorrelation(explained);
      // Where rules were explained too, they have told of objects cut short.
      if (rules.length === 0) printer.noteIncomplete(explained);
    }
  } finally {
    for (const object of listed.objects) await object.close?.();
  }
  await printer.close();
  if (printer.count === 0) output.note(`${nothing(flags.record)}\n`);
  const isWhole = printer.isWhole && problems.length === 0;
  return isWhole && printer.count > 0 ? EXIT_OK : EXIT_INCOMPLETE;
}

function nothing(record: number | undefined): string {
  return record === undefined ? 'there is no record to explain' : `there is no record ${record}`;
}

function checkFlags(
  { record, filter }: ExplainFlags,
  { rules, context }: Pick<Selection, 'rules' | 'context'>,
): void {
  if (record !== undefined && rules.length === 0) {
    throw new UsageError('--record is for rules: a correlation is about many records');
  }
  const filtered = rules.length === 0 ? context.compiled : rules.map(({ rule }) => rule);
  const known = [...new Set(filtered.flatMap(({ filters }) => filters.map(({ id }) => id)))];
  for (const id of filter) oneOf('--no-filter', id, known);
}

/** Prints results as they come; `json` is one object at the end. */
class Printer {
  count = 0;
  /** False once an object could not be read to its end. */
  isWhole = true;
  readonly #kept: object[] = [];
  readonly #counted = new ExplainCount();
  readonly #format: Format;
  readonly #output: Output;

  constructor(format: Format, output: Output) {
    this.#format = format;
    this.#output = output;
  }

  async take(result: ExplainResult): Promise<void> {
    switch (result.kind) {
      case 'explained':
        return this.#add(result.explained);
      case 'incomplete':
        this.isWhole = false;
        return this.#note(safeLines(`${result.object}: incomplete: ${result.reason}`));
      case 'overflow': {
        const told = `${plural(result.connections, 'connection')} explained with what the log has`;
        return this.#note(`${told}: too many looked for more of their process`);
      }
    }
  }

  async addCorrelation(explained: ExplainedCorrelation): Promise<void> {
    this.count++;
    if (this.#format === 'json') this.#kept.push(correlationData(explained));
    else if (this.#format === 'ndjson')
      await this.#output.print(`${safeJson(correlationData(explained))}\n`);
    else await this.#output.print(correlationText(explained));
  }

  /** What a window may lack. */
  noteIncomplete({ incomplete }: ExplainedCorrelation): void {
    for (const { object, reason } of incomplete) {
      this.isWhole = false;
      this.#note(safeText(`${object}: incomplete: ${reason}`));
    }
  }

  async close(): Promise<void> {
    const summary = this.#counted.summary();
    if (this.#format === 'json') {
      await this.#output.print(`${safeJson({ explanations: this.#kept, summary })}\n`);
    }
    // Of correlations alone there is no record to count: they have told of their matches.
    if (summary.records > 0) this.#note(explainSummaryText(summary).trimEnd());
  }

  async #add(explained: Explained): Promise<void> {
    this.count++;
    this.#counted.add(explained);
    if (this.#format === 'json') this.#kept.push(toPlain(explained));
    else if (this.#format === 'ndjson')
      await this.#output.print(`${safeJson(toPlain(explained))}\n`);
    else await this.#output.print(explainedText(explained, this.#output.textColumns));
  }

  #note(text: string): void {
    this.#output.note(`${wrapLines(text, this.#output.textColumns)}\n`);
  }
}
