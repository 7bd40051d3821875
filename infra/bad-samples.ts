// A folder of configurations that are wrong → what each is refused with.

import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from './config.ts';
import { readConfigFile } from './config-file.ts';
import { InfraConfigError } from './errors.ts';

/** A file, and the error's message; none where it was taken. */
export interface Refusal {
  readonly file: string;
  readonly message?: string;
}

/** Reads every file of the folder as the synthesis would; by name. */
export function refusalsOf(folder: string): readonly Refusal[] {
  const files = globSync('*.yml', { cwd: folder }).toSorted();
  return files.map((file) => refusalOf(join(folder, file), file));
}

function refusalOf(path: string, file: string): Refusal {
  try {
    parseConfig(readConfigFile(path, file), { what: file });
    return { file };
  } catch (error) {
    if (!(error instanceof InfraConfigError)) throw error;
    return { file, message: error.message };
  }
}
