// A triaged file → text for people. All that a log says is made safe and stays on its line.

import { safeText } from '../../model/index.ts';
import { number, plural } from '../plural.ts';
import type { TriagedCause, TriagedFile, TriagedRecord } from './triaged.ts';

/** The paragraph of a file: object, causes, examples, what to do. */
export function triagedText(file: TriagedFile): string {
  const { object, rejected, kept, notKept, problem } = file;
  const kind =
    notKept === 0 ? 'all kept' : `${number(kept)} kept, ${number(notKept)} only pointed to`;
  const lines = [
    safeText(object),
    `  ${plural(rejected, 'record')} rejected, ${kind} in ${safeText(file.file)}`,
    ...(problem === undefined ? [] : [`  the file ${safeText(problem)}`]),
    ...file.causes.flatMap(causeLines),
  ];
  return `${lines.join('\n')}\n\n`;
}

function causeLines({ code, cause, todo, count, first, last, examples }: TriagedCause) {
  const range =
    count === 1
      ? `record ${first.ordinal}`
      : `records ${first.ordinal} to ${last.ordinal}, bytes ${first.offset} to ${last.offset}`;
  return [
    `  ${code} (${cause}): ${number(count)}; ${range}`,
    ...examples.flatMap(exampleLines),
    `    what to do: ${todo}`,
  ];
}

function exampleLines({ ordinal, line, offset, message, preview }: TriagedRecord) {
  return [
    `    record ${ordinal}, line ${line}, byte ${offset}: ${safeText(message)}`,
    `      ${safeText(preview)}`,
  ];
}
