// The story's objects in a folder → what the command line finds in all of them at once.

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../src/model/index.ts';
import { runHere } from '../cli/run-here.ts';
import { tempFolder } from '../infra/support/temp-folder.ts';
import type { Story } from './story/story.ts';

/** What it found and read. */
export interface CliStory {
  readonly findings: readonly Finding[];
  readonly records: number;
  readonly rejected: number;
}

/** Incomplete is the answer for the object that was cut short: what it held counts all the same. */
const INCOMPLETE = 2;

/** Scans them. */
export async function cliStory({ objects }: Pick<Story, 'objects'>): Promise<CliStory> {
  const folder = tempFolder();
  for (const { key, body } of objects) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
  }
  const { code, stdout, stderr } = await runHere(['scan', folder, '--format', 'ndjson']);
  assert.equal(code, INCOMPLETE, stderr);
  const [, records = '', rejected = ''] =
    /^([\d,]+) records: .* ([\d,]+) rejected/m.exec(stderr) ?? [];
  const number = (text: string) => Number(text.replaceAll(',', ''));
  return {
    findings: stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line): Finding => JSON.parse(line)),
    records: number(records),
    rejected: number(rejected),
  };
}
