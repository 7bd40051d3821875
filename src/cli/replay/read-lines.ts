// A file of JSON lines that a run wrote → its values, one at a time.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { FoundLine, ObjectResult } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';

/** Findings of a run. */
export async function* readFound(path: string): AsyncGenerator<FoundLine> {
  for await (const { text, place } of linesOf(path)) {
    const line: FoundLine = parse(text, place);
    if (typeof line.finding?.id !== 'string') throw new EnvironmentError(`${place} is no finding`);
    yield line;
  }
}

/** What became of a run's objects. */
export async function* readResults(path: string): AsyncGenerator<ObjectResult> {
  for await (const { text, place } of linesOf(path)) {
    const line: ObjectResult = parse(text, place);
    if (typeof line.object !== 'string') throw new EnvironmentError(`${place} is no result`);
    yield line;
  }
}

async function* linesOf(path: string) {
  let count = 0;
  const input = createReadStream(path);
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
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
