// A path or stdin → an object to scan.

import { createReadStream } from 'node:fs';
import type { ScanObject } from '../../ports/index.ts';

/** Bytes read at once: large reads cost one system call, and decode aims at batches of this size. */
const READ_BYTES = 512 * 1024;

/** A file. Opened only when it is read; a failure to open or read it is thrown by the iteration. */
export function fileObject(
  name: string,
  size: number | undefined,
  signal: AbortSignal,
): ScanObject {
  return {
    name,
    size,
    ownsChunks: true,
    open: (start = 0) => createReadStream(name, { highWaterMark: READ_BYTES, signal, start }),
  };
}

/** Standard input, which can be read once: see `spooled`. Reading ends with an error when the signal fires. */
export function stdinObject(signal: AbortSignal): ScanObject {
  return {
    name: 'stdin',
    size: undefined,
    open: (from = 0) => readStdin(signal, from),
  };
}

async function* readStdin(signal: AbortSignal, from: number): AsyncGenerator<Uint8Array> {
  if (from > 0)
    throw new RangeError(`stdin can be read from its start alone, not from byte ${from}`);
  // A stream over descriptor 0 would block on a terminal; process.stdin knows pipes, files and terminals apart.
  const stop = () => process.stdin.destroy(new Error('reading was interrupted'));
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* process.stdin;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
