// What a check found → stdout, in the format asked for; the closing lines always.

import { safeText } from '../../model/index.ts';
import type { NeededPlaceholders } from '../../sigma/index.ts';
import { diagnosticLine } from '../diagnostic-text.ts';
import type { Output } from '../output.ts';
import type { Format } from '../parse-options.ts';
import { number, plural } from '../plural.ts';
import { safeJson } from '../safe-text.ts';
import type { CheckReport, CheckSummary } from './check-rules.ts';

/** Prints problems and counts. */
export async function printReport(
  { diagnostics, summary }: CheckReport,
  format: Format,
  output: Output,
): Promise<void> {
  const closing = closingLines(summary);
  switch (format) {
    case 'json':
      await output.print(`${safeJson({ diagnostics, summary })}\n`);
      return output.note(closing);
    case 'ndjson':
      await output.print(diagnostics.map((one) => `${safeJson(one)}\n`).join(''));
      return output.note(closing);
    case 'table':
      return output.print(`${diagnostics.map(diagnosticLine).join('')}${closing}`);
  }
}

function closingLines(summary: CheckSummary): string {
  const { documents, rules, ruleDocuments, filters, errors, warnings } = summary;
  const counts = [
    plural(documents, 'document'),
    plural(rules, 'rule'),
    plural(filters, 'filter'),
    plural(errors, 'error'),
    plural(warnings, 'warning'),
  ];
  return [
    ...summary.needsPlaceholders.map(neededLine),
    `${number(rules)} of ${number(ruleDocuments)} rules load\n`,
    `${counts.join(', ')}\n`,
  ].join('');
}

function neededLine({ title, path, names }: NeededPlaceholders): string {
  const wanted = names.map((name) => `%${name}%`).join(', ');
  return `${safeText(`needs --placeholders for ${wanted}: ${title} (${path})`)}\n`;
}
