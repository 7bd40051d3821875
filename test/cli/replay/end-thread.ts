// Loaded into a process before the command line: a thread that is to read a file ends, where the file's name says so.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const { statSync, existsSync, writeFileSync } = fs;

/** A file of this name ends every thread; of the other, the first. */
const ALWAYS = 'ends-threads';
const ONCE = 'ends-a-thread';
const EXIT = 7;

if (!isMainThread) {
  const stat = (path: string) => {
    if (path.includes(ALWAYS)) process.exit(EXIT);
    const mark = `${path}.ended`;
    if (path.includes(ONCE) && !existsSync(mark)) {
      writeFileSync(mark, '');
      process.exit(EXIT);
    }
    return statSync(path);
  };
  Object.assign(fs, { statSync: stat });
  syncBuiltinESMExports();
}
