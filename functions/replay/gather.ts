// What the batches of the first pass want → one filter, which the second pass asks; and whether there is a second pass at all.

import type { RunFiles } from '../../src/ports/index.ts';
import { Wanted, wantedFrom } from '../../src/replay/index.ts';
import { passPrefix, readFiles } from './batch-file.ts';
import type { StepDeps } from './step-deps.ts';

/** Writes the filter. */
export async function gather({
  files,
  run,
}: Pick<StepDeps, 'files' | 'run'>): Promise<{ readonly isWanted: boolean }> {
  // Twice over the files: the filter's size follows from how many names there are.
  let count = 0;
  for await (const names of wantedNames(files, run.id)) count += names.length;
  if (count === 0) return { isWanted: false };
  const wanted = new Wanted(count);
  for await (const names of wantedNames(files, run.id)) for (const name of names) wanted.add(name);
  await files.write(wantedKey(run.id), wanted.toBytes());
  return { isWanted: true };
}

/** The filter. Throws where no step has written it. */
export async function readWanted({ files, run }: Pick<StepDeps, 'files' | 'run'>): Promise<Wanted> {
  const bytes = await files.read(wantedKey(run.id));
  if (bytes === undefined) throw new Error(`${wantedKey(run.id)} is not there: gather comes first`);
  return wantedFrom(bytes);
}

/** True where {@link gather} wrote one: then there was a second pass. */
export async function isWanted({ files, run }: Pick<StepDeps, 'files' | 'run'>): Promise<boolean> {
  for await (const key of files.list(wantedKey(run.id))) if (key === wantedKey(run.id)) return true;
  return false;
}

function wantedKey(run: string): string {
  return `${run}/wanted.bin`;
}

async function* wantedNames(files: RunFiles, run: string): AsyncGenerator<readonly string[]> {
  for await (const { lines } of readFiles(files, passPrefix(run, 'find'))) {
    for (const line of lines) if (line.kind === 'wanted') yield line.names;
  }
}
