// An object that can be read once → one that can be read again: what passes is kept in a file that has no name.

import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ScanObject } from '../../ports/index.ts';

const PRIVATE = 0o600;

/** As file streams read. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Keeps the bytes of the first reading as they pass, for the next ones; only a first reading that went to its end can
 * be repeated whole. The file is unlinked as soon as it is open: however the process ends, nothing is left behind.
 */
export function spooled(object: ScanObject): ScanObject {
  let file: FileHandle | undefined;
  return {
    ...object,
    async *open(from = 0) {
      if (file !== undefined) {
        yield* chunksOf(file, from);
        return;
      }
      if (from > 0) throw new RangeError(`the first reading begins at byte 0, not ${from}`);
      file = await openNameless();
      for await (const chunk of object.open()) {
        await file.appendFile(chunk);
        yield chunk;
      }
    },
    async close() {
      await file?.close();
      file = undefined;
      await object.close?.();
    },
  };
}

/** Not by a stream: one that is left before its end closes the file. */
async function* chunksOf(file: FileHandle, from: number): AsyncGenerator<Uint8Array> {
  for (let position = from; ; ) {
    const { buffer, bytesRead } = await file.read({
      buffer: new Uint8Array(CHUNK_BYTES),
      position,
    });
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), `sigma-lambda-${process.pid}-`));
  try {
    return await open(join(folder, 'spool'), 'wx+', PRIVATE);
  } finally {
    await rm(folder, { recursive: true });
  }
}
