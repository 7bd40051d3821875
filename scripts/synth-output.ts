// A folder for the cloud assembly → filled by a whole synthesis, or not there: nothing unproved can be deployed from it.

import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SynthUsageError } from './synth-arguments.ts';

/** CDK writes it into every assembly. */
const MARKER = 'cdk.out';

/** Removes the last assembly, and refuses to remove a folder that is none. Returns the draft's path, beside it. */
export function openDraft(output: string): string {
  if (existsSync(output) && !isAssembly(output)) {
    throw new SynthUsageError(
      `--output is ${output}, which holds other files; expected a new folder, or an earlier output`,
    );
  }
  rmSync(output, { recursive: true, force: true });
  return `${output}.draft-${process.pid}`;
}

/** Puts the draft in the output's place. */
export function keepDraft(draft: string, output: string): void {
  renameSync(draft, output);
}

/** Removes the draft, however much of it was written. */
export function dropDraft(draft: string): void {
  rmSync(draft, { recursive: true, force: true });
}

function isAssembly(folder: string): boolean {
  return existsSync(join(folder, MARKER)) || readdirSync(folder).length === 0;
}
