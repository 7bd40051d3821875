// Archived objects → files of a folder, each written whole or not at all, and once.

import { randomUUID } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArchiveEntry, ArchiveOutcome, FindingArchive } from '../../ports/index.ts';
import { isArchiveKey } from '../../ports/index.ts';
import { codeOf } from './error-code.ts';

/** An archive under `folder`, which is made if need be. A key is the path in it. */
export function createArchiveFolder(folder: string): FindingArchive {
  return {
    keep: async (entries) => {
      const outcomes: ArchiveOutcome[] = [];
      for (const entry of entries) outcomes.push(await keepOne(folder, entry));
      return outcomes;
    },
  };
}

async function keepOne(folder: string, { key, body }: ArchiveEntry): Promise<ArchiveOutcome> {
  if (!isArchiveKey(key)) {
    return { kind: 'failed', key, code: 'BAD_KEY', message: 'is no key of an archive' };
  }
  try {
    return { kind: await writeOnce(join(folder, key), body), key };
  } catch (cause) {
    const code = codeOf(cause) ?? 'Error';
    return { kind: 'failed', key, code, message: cause instanceof Error ? cause.message : code };
  }
}

/** A link is made of a whole file or not at all, and never over one that is there. */
async function writeOnce(path: string, body: string): Promise<'written' | 'present'> {
  await mkdir(dirname(path), { recursive: true });
  const draft = join(dirname(path), `.${randomUUID()}`);
  try {
    await writeFile(draft, body, { flag: 'wx' });
    await link(draft, path);
    return 'written';
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return 'present';
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}
