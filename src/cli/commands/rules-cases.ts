// `rules cases FILE...`: triples of rule, event and expectation → passed or failed.

import type { Command } from 'commander';
import { findFiles } from '../../adapters/local/index.ts';
import { safeText } from '../../model/index.ts';
import { problemLine } from '../diagnostic-text.ts';
import { EnvironmentError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { heldLine } from '../held-line.ts';
import type { Output } from '../output.ts';
import { type Format, parseFormat } from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import type { RowResult } from '../rule-cases/judge-row.ts';
import { type CaseFile, judgeFile } from '../rule-cases/read-rows.ts';
import { safeJson } from '../safe-text.ts';

interface CasesFlags {
  readonly format: Format;
  readonly placeholders?: string;
}

/** Cases by how they went; disputed ones apart. */
interface Score {
  passed: number;
  failed: number;
  disputedPassed: number;
  disputedFailed: number;
}

const HELP = `
Examples:
  rules cases cases.jsonl
  rules cases more/*.jsonl.gz --format ndjson

A line: {"rule": "title: …", "event": {…}, "expected": true, "note": "…"}. "expected" may be "error".
A sequence for correlations: {"rule": "…", "steps": [{"ts": 1000, "event": {…}, "correlations": 0}]}; "ts" in seconds,
"correlations" and "detections" a number, ">=1" or null (not asserted). Steps behind the first asserted firing are not
compared.
A note may give values: "requires placeholder values: Name=[a,b]; Other=[c]"; they win over --placeholders.
Prints failing cases. Exit: 0 all passed; 1 a case failed; 2 a file could not be read; 64 usage.`;

/** Adds the command to its group. */
export function addCasesCommand(
  group: Command,
  output: Output,
  exit: (code: number) => void,
): void {
  group
    .command('cases')
    .description('run conformance cases: rule, event, expected')
    .argument('<file...>', 'JSON lines, plain or compressed')
    .addOption(placeholdersOption())
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: CasesFlags) => {
      exit(await cases(paths, flags, output));
    });
}

async function cases(
  paths: readonly string[],
  { format, placeholders: placeholderFile }: CasesFlags,
  output: Output,
): Promise<number> {
  const placeholders = loadPlaceholders(placeholderFile);
  const found = paths.map(findFiles);
  const problems = found.flatMap((one) => one.problems);
  for (const problem of problems) output.note(problemLine(problem));
  const score: Score = { passed: 0, failed: 0, disputedPassed: 0, disputedFailed: 0 };
  let isWhole = problems.length === 0;
  for (const { path } of found.flatMap((one) => one.files)) {
    isWhole = (await runFile({ path, placeholders }, format, score, output)) && isWhole;
  }
  const closing = closingLines(score);
  if (format === 'json') await output.print(`${safeJson({ summary: score })}\n`);
  if (format === 'table') await output.print(closing);
  else output.note(closing);
  if (!isWhole) return EXIT_INCOMPLETE;
  return score.failed > 0 ? EXIT_FAILED : EXIT_OK;
}

/** False if the file could not be read to its end. */
async function runFile(
  file: CaseFile,
  format: Format,
  score: Score,
  output: Output,
): Promise<boolean> {
  try {
    for await (const result of judgeFile(file)) {
      countResult(result, score);
      if (format === 'ndjson') await output.print(`${safeJson(result)}\n`);
      else if (format === 'table' && !result.isPassed) await output.print(rowText(result));
    }
    return true;
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    output.note(`${safeText(error.message)}\n`);
    return false;
  }
}

function countResult({ isPassed, isDisputed }: RowResult, score: Score): void {
  if (isDisputed && isPassed) score.disputedPassed++;
  else if (isDisputed) score.disputedFailed++;
  else if (isPassed) score.passed++;
  else score.failed++;
}

function closingLines({ passed, failed, disputedPassed, disputedFailed }: Score): string {
  const disputed = disputedPassed + disputedFailed;
  const apart = `disputed, counted apart: ${disputedPassed} as expected, ${disputedFailed} otherwise\n`;
  return `${disputed === 0 ? '' : apart}${passed} passed, ${failed} failed\n`;
}

function rowText(result: RowResult): string {
  const { file, line, note, expected, found, reasons, explanation, isDisputed } = result;
  const head = `FAILED ${file}:${line}${isDisputed ? ' (disputed)' : ''}: ${note}`;
  const lines = [
    safeText(head),
    `  expected: ${String(expected ?? 'a case')}; found: ${String(found)}`,
    ...reasons.map((reason) => safeText(`  ${reason}`)),
    ...explanation.map((test) => `  matched ${heldLine(test)}`),
  ];
  return `${lines.join('\n')}\n`;
}
