// The output of a process → what it wrote since it was last read.
// A file and no pipe: writes to a file are done when the call returns, so whatever a handler logged before its answer
// is there when the answer is, also after a SIGKILL, and stdout and stderr keep their order.

import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The log of one process. */
export interface LogFile {
  /** For the child's stdout and stderr. */
  readonly fd: number;
  /** What was written since the last call. */
  read(): string;
  /** Frees the file; it has no name any more. */
  close(): void;
}

/** Opens an empty log that no other process can find. */
export function openLogFile(): LogFile {
  const path = join(tmpdir(), `sandbox-${randomUUID()}.log`);
  // 'ax+': append, so that stdout and stderr share an end; fails if the path is taken.
  const fd = openSync(path, 'ax+', 0o600);
  unlinkSync(path);
  let position = 0;
  const read = (): string => {
    const bytes = Buffer.alloc(fstatSync(fd).size - position);
    const length = readSync(fd, bytes, 0, bytes.length, position);
    position += length;
    return bytes.toString('utf8', 0, length);
  };
  return { fd, read, close: () => closeSync(fd) };
}
