// `triage PATH...`: quarantined records → why they were rejected, where they stand, and what to do.

import type { Command } from 'commander';
import type { ScanObject } from '../../ports/index.ts';
import { parseQuarantineLine } from '../../quarantine/index.ts';
import type { CommandHost } from '../command-host.ts';
import { problemLine } from '../diagnostic-text.ts';
import { reasonOf, UsageError } from '../errors.ts';
import { EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { type Format, parseFormat } from '../parse-options.ts';
import { plural } from '../plural.ts';
import { safeJson } from '../safe-text.ts';
import { createExtract, type Extract } from '../triage/extract.ts';
import { linesOf } from '../triage/lines.ts';
import { listQuarantine } from '../triage/quarantine-objects.ts';
import { triagedText } from '../triage/triage-text.ts';
import { Triage, type TriagedFile } from '../triage/triaged.ts';

interface TriageFlags {
  readonly records: number;
  readonly extract?: string;
  readonly format: Format;
}

const DEFAULT_RECORDS = 3;

const HELP = `
Examples:
  triage quarantine/
  triage s3://evidence-bucket/quarantine/ --format json
  triage quarantine/ --extract rejected.ndjson   then mend the file and scan it

Redriving is safe: ids come from the records alone, so what was found before is not found twice.
Exit: 0 done; 2 a file could not be read to its end, or is cut short.`;

/** Adds the command to the program. */
export function addTriageCommand(program: Command, host: CommandHost): void {
  program
    .command('triage')
    .description('show why records were rejected, where they stand, and what to do')
    .argument('<path...>', 'quarantine files, folders, globs, or s3://bucket/prefix')
    .option('--records <n>', 'records shown of each cause', parseRecords, DEFAULT_RECORDS)
    .option('--extract <file>', 'write the records themselves to a new file')
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (paths: readonly string[], flags: TriageFlags) => {
      host.exit(await triage(paths, flags, host));
    });
}

async function triage(
  paths: readonly string[],
  flags: TriageFlags,
  { output }: CommandHost,
): Promise<number> {
  const { objects, leftOut, problems } = await listQuarantine(paths);
  const extract = flags.extract === undefined ? undefined : await createExtract(flags.extract);
  const files: TriagedFile[] = [];
  try {
    for (const object of objects) {
      const file = await read(object, flags.records, extract);
      files.push(file);
      if (flags.format === 'table') await output.print(triagedText(file));
      if (flags.format === 'ndjson') await output.print(causesText(file));
    }
  } finally {
    await extract?.close();
  }
  if (flags.format === 'json') {
    await output.print(`${safeJson({ files, leftOut, problems })}\n`);
  }
  for (const problem of problems) output.note(problemLine(problem));
  output.note(`${closing(files, leftOut.length)}\n`);
  if (extract !== undefined) output.note(`${extracted(extract)}\n`);
  const isWhole = problems.length === 0 && files.every(({ problem }) => problem === undefined);
  return isWhole ? EXIT_OK : EXIT_INCOMPLETE;
}

/** Reads on behind a line that is none: the others still tell something. */
async function read(
  object: ScanObject,
  maxExamples: number,
  extract: Extract | undefined,
): Promise<TriagedFile> {
  const gathered = new Triage(object.name, maxExamples);
  let fault: string | undefined;
  let line = 0;
  try {
    for await (const text of linesOf(object.open())) {
      line++;
      const entry = parseQuarantineLine(text);
      if (!entry.ok) {
        fault ??= `has a line ${line} that ${entry.error}`;
        continue;
      }
      gathered.add(entry.value);
      if (entry.value.kind === 'record') await extract?.add(entry.value);
    }
  } catch (cause) {
    fault = `could not be read to its end: ${reasonOf(cause)}`;
  }
  return gathered.result(fault);
}

/** One cause of one object a line. */
function causesText({ causes, ...file }: TriagedFile): string {
  return causes.map((cause) => `${safeJson({ ...file, ...cause })}\n`).join('');
}

function closing(files: readonly TriagedFile[], leftOut: number): string {
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  const others = leftOut === 0 ? '' : `; ${plural(leftOut, 'other file')} left out`;
  return `${plural(rejected, 'rejected record')} in ${plural(files.length, 'quarantine file')}${others}`;
}

function extracted({ written, cut }: Extract): string {
  const rest = cut === 0 ? '' : `; of ${plural(cut, 'more')} only the beginning was kept`;
  return `${plural(written, 'record')} extracted${rest}`;
}

function parseRecords(text: string): number {
  const count = Number(text);
  if (/^\d{1,4}$/.test(text)) return count;
  throw new UsageError(
    `--records is no number; expected 0 to 9999, for example ${DEFAULT_RECORDS}`,
  );
}
