// Files that a run wrote → what they say, a line at a time: of this machine, or of S3, where runs on AWS leave the same lines.

import { createReadStream, readFileSync } from 'node:fs';
import { isJsonObject, parseJson } from '../../model/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { FoundLine, ObjectResult } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import type { RunSummary } from './run-plan.ts';
import { textLines } from './text-lines.ts';

/** The path of a file, or an object with such lines. */
export type RunFile = string | Pick<ScanObject, 'name' | 'open'>;

/** Findings of a run. */
export async function* readFound(file: RunFile): AsyncGenerator<FoundLine> {
  for await (const { text, place } of linesOf(file)) {
    const line: FoundLine = parse(text, place);
    if (typeof line.finding?.id !== 'string') throw new EnvironmentError(`${place} is no finding`);
    yield line;
  }
}

/** What became of a run's objects. */
export async function* readResults(file: RunFile): AsyncGenerator<ObjectResult> {
  for await (const { text, place } of linesOf(file)) {
    const line: ObjectResult = parse(text, place);
    if (typeof line.object !== 'string') throw new EnvironmentError(`${place} is no result`);
    yield line;
  }
}

/** What the run says of itself; a run that has one has ended. */
export function readSummary(path: string): RunSummary {
  const text = readFileSync(path, 'utf8');
  const value = parseJson(text);
  const { counts, findings, objects, usd } = isJsonObject(value) ? value : {};
  const isWhole = isJsonObject(counts) && isJsonObject(findings) && isJsonObject(objects);
  if (!isWhole || typeof usd !== 'number') {
    throw new EnvironmentError(`${path} is damaged: expected the summary of a run`);
  }
  const summary: RunSummary = JSON.parse(text);
  return summary;
}

async function* linesOf(file: RunFile) {
  let count = 0;
  const path = typeof file === 'string' ? file : file.name;
  const input = typeof file === 'string' ? createReadStream(file) : file.open();
  for await (const text of textLines(input)) {
    count++;
    yield { text, place: `${path} line ${count}` };
  }
}

function parse(text: string, place: string) {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EnvironmentError(`${place} is damaged, expected JSON`, { cause });
  }
}
