// Paths and s3:// addresses → the quarantine files they name.

import { fileObject, findFiles } from '../../adapters/local/index.ts';
import { QUARANTINE_SUFFIX } from '../../quarantine/index.ts';
import type { QuarantineObjects } from './listed.ts';

const S3_ADDRESS = /^s3:\/\/([^/]+)\/?(.*)$/;

/** Lists them, in the order given. S3 is asked with the credentials and the region of the environment. */
export async function listQuarantine(paths: readonly string[]): Promise<QuarantineObjects> {
  const listed = await Promise.all(
    paths.map(async (path) => {
      const [, bucket, prefix = ''] = S3_ADDRESS.exec(path) ?? [];
      if (bucket === undefined) return listLocal(path);
      // The SDK takes longer to load than most commands to run: only who names a bucket waits for it.
      const { listBucket } = await import('./list-bucket.ts');
      return listBucket(path, bucket, prefix);
    }),
  );
  return {
    objects: listed.flatMap(({ objects }) => objects),
    leftOut: listed.flatMap(({ leftOut }) => leftOut),
    problems: listed.flatMap(({ problems }) => problems),
  };
}

/** A file that is named is read whatever its name; of a folder those that end as a quarantine's do. */
function listLocal(path: string): QuarantineObjects {
  const { files, leftOut, problems } = findFiles(path);
  const isChosen = (name: string) => name === path || name.endsWith(QUARANTINE_SUFFIX);
  const { signal } = new AbortController();
  return {
    objects: files
      .filter((file) => isChosen(file.path))
      .map((file) => fileObject(file.path, file.size, signal)),
    leftOut: [...leftOut, ...files.map((file) => file.path).filter((name) => !isChosen(name))],
    problems,
  };
}
