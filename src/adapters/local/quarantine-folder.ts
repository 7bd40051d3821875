// Rejected records → one NDJSON file per object in a folder, to be looked at and fed in again.

import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuarantineFiles } from '../../ports/index.ts';
import { QuarantineCollector, quarantineName } from '../../quarantine/index.ts';

/** What is open: the file of the object that is being scanned. */
interface OpenFile {
  /** Ordinal with which the scan of the object began. */
  readonly from: number;
  readonly collector: QuarantineCollector;
  readonly handle: FileHandle;
}

/** Keeps records in `folder`, which is made if need be. Throws what the file system throws. */
export function createQuarantineFolder(folder: string): QuarantineFiles {
  mkdirSync(folder, { recursive: true });
  let current: OpenFile | undefined;
  const close = async () => {
    const closing = current;
    current = undefined;
    if (closing !== undefined) await finish(closing);
  };
  return {
    async keep(object, rejection, from = 0) {
      if (current?.collector.object !== object || current.from !== from) {
        await close();
        const handle = await open(join(folder, quarantineName(object, from)), 'w');
        current = { from, collector: new QuarantineCollector(object), handle };
      }
      const line = current.collector.add(rejection);
      if (line !== undefined) await current.handle.write(line);
    },
    close,
  };
}

/** The closing lines say how many there were, so that a file at its cap is not taken for all. */
async function finish({ collector, handle }: OpenFile): Promise<void> {
  try {
    for (const line of collector.finish()) await handle.write(line);
  } finally {
    await handle.close();
  }
}
