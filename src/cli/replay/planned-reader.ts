// A planned object → the object to scan, and why it is not the one that was planned, if it is not.

import { statSync } from 'node:fs';
import type { S3Client } from '@aws-sdk/client-s3';
import { createS3Object, S3GoneError, S3SupersededError } from '../../adapters/aws/index.ts';
import { fileObject } from '../../adapters/local/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { type PlannedFile, type PlannedObject, plannedName } from '../../replay/index.ts';
import { reasonOf } from '../errors.ts';

/** Why the object was not evaluated. */
export interface NotAsPlanned {
  readonly fate: 'gone' | 'changed';
  readonly cause: string;
}

/** An object that reads exactly what was planned. */
export interface PlannedReader {
  readonly object: ScanObject;
  /** Asked once the reading is over. */
  notAsPlanned(): NotAsPlanned | undefined;
}

/** Opens it. Of S3 by its ETag; of a file by size and time. */
export function openPlanned(planned: PlannedObject, s3: () => S3Client): PlannedReader {
  if ('path' in planned) return openFile(planned);
  const { bucket, key, etag, size } = planned;
  const object = createS3Object(s3(), { bucket, key, etag, size });
  return {
    object,
    notAsPlanned() {
      const { failure } = object;
      if (failure instanceof S3GoneError) return { fate: 'gone', cause: failure.message };
      if (failure instanceof S3SupersededError) return { fate: 'changed', cause: failure.message };
      return undefined;
    },
  };
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
