// A planned object → the object to scan, and why it is not the one that was planned, if it is not.

import { statSync } from 'node:fs';
import { fileObject } from '../../adapters/local/index.ts';
import type { NotAsPlanned, PlannedReader } from './as-planned.ts';
import { type PlannedFile, type PlannedObject, plannedName } from '../../replay/index.ts';
import { reasonOf } from '../errors.ts';

/** Opens it. Of S3 by its ETag; of a file by size and time. @param onRequest is called before each request to S3 */
export async function openPlanned(
  planned: PlannedObject,
  onRequest: () => void,
): Promise<PlannedReader> {
  if ('path' in planned) return openFile(planned);
  // The SDK takes a while to load, and a plan of files needs none of it.
  const { openS3 } = await import('./planned-s3.ts');
  return openS3(planned, onRequest);
}

function openFile(planned: PlannedFile): PlannedReader {
  const problem = checkFile(planned);
  const { signal } = new AbortController();
  const file = fileObject(planned.path, planned.size, signal);
  return {
    object: problem === undefined ? file : { ...file, open: () => nothing(problem.cause) },
    notAsPlanned: () => problem,
  };
}

function checkFile({ path, size, modified }: PlannedFile): NotAsPlanned | undefined {
  try {
    const found = statSync(path);
    const now = new Date(found.mtimeMs).toISOString();
    if (found.size === size && now === modified) return undefined;
    const cause = `found ${found.size} bytes of ${now}, expected ${size} of ${modified}`;
    return { fate: 'changed', cause };
  } catch (thrown) {
    return { fate: 'gone', cause: reasonOf(thrown) };
  }
}

/** Nothing is read of another object than the one that was planned. */
function nothing(cause: string): AsyncIterable<Uint8Array> {
  const next = async () => {
    throw new Error(cause);
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

/** Name under which the object's parts of findings are kept: as a live scan names them. */
export function partNameOf(planned: PlannedObject): string {
  const name = plannedName(planned);
  return 'path' in planned ? name : `${name} ${planned.etag}`;
}
