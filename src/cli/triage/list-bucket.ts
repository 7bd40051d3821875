// A bucket and a prefix → the quarantine files under it.

import { createS3Object, createS3ReadClient, listS3Objects } from '../../adapters/aws/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { QUARANTINE_SUFFIX } from '../../quarantine/index.ts';
import { reasonOf } from '../errors.ts';
import type { QuarantineObjects } from './listed.ts';

/** Lists them; `path` is the address as given. What S3 refuses is a problem with its code. */
export async function listBucket(
  path: string,
  bucket: string,
  prefix: string,
): Promise<QuarantineObjects> {
  const objects: ScanObject[] = [];
  const leftOut: string[] = [];
  try {
    const client = createS3ReadClient();
    for await (const { key, size } of listS3Objects(client, { bucket, prefix })) {
      if (key === prefix || key.endsWith(QUARANTINE_SUFFIX)) {
        objects.push(createS3Object(client, { bucket, key, size }));
      } else leftOut.push(`s3://${bucket}/${key}`);
    }
    return { objects, leftOut, problems: [] };
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'Error';
    const message = `cannot be listed: ${name}: ${reasonOf(cause)}`;
    return { objects, leftOut, problems: [{ path, message }] };
  }
}
