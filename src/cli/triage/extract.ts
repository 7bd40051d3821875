// Records of a quarantine → a file of them alone, to be mended and scanned.

import { type FileHandle, open } from 'node:fs/promises';
import { bytesOf, type QuarantinedRecord } from '../../quarantine/index.ts';
import { EnvironmentError, reasonOf } from '../errors.ts';

/** Receives records. */
export interface Extract {
  /** Of a cut record only the beginning is there: it is counted, not written. */
  add(record: QuarantinedRecord): Promise<void>;
  readonly written: number;
  readonly cut: number;
  close(): Promise<void>;
}

/** Writes to a file that must not be there: what somebody has mended is not overwritten. */
export async function createExtract(path: string): Promise<Extract> {
  const handle = await openNew(path);
  let written = 0;
  let cut = 0;
  return {
    async add(record) {
      if (record.isCut) {
        cut++;
        return;
      }
      await handle.write(bytesOf(record));
      await handle.write('\n');
      written++;
    },
    get written() {
      return written;
    },
    get cut() {
      return cut;
    },
    close: () => handle.close(),
  };
}

async function openNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (cause) {
    throw new EnvironmentError(`--extract ${path} cannot be made: ${reasonOf(cause)}`, { cause });
  }
}
