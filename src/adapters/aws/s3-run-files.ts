// Files of a run under a prefix of a bucket. Needs s3:GetObject, s3:PutObject there and s3:ListBucket for the prefix.

import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { RunFiles } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3WriteError } from './errors.ts';
import { listS3Objects, type S3ListPlace } from './s3-list.ts';
import { putObject } from './s3-put.ts';
import type { S3StorePlace } from './s3-store.ts';
import { isRetryable, readServiceError } from './service-error.ts';

/** Times a file is asked for, at most. */
const MAX_READ_ATTEMPTS = 5;

/** Makes them. */
export function createS3RunFiles(
  client: S3Client,
  { bucket, prefix = '', expectedBucketOwner }: S3StorePlace,
  waiting: Waiting = SYSTEM_WAITING,
): RunFiles {
  const owner =
    expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner };
  const place = { bucket, expectedBucketOwner };
  const isAbsent = async (status: number | undefined, key: string) =>
    status === 404 ||
    (status === 403 && !(await isListed(client, { ...place, prefix: key }, waiting)));
  return {
    async read(key) {
      for (let attempt = 1; ; attempt++) {
        try {
          const input = { Bucket: bucket, Key: prefix + key, ...owner };
          const { Body } = await client.send(new GetObjectCommand(input));
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        } catch (thrown) {
          const error = readServiceError(thrown);
          if (await isAbsent(error.status, prefix + key)) return undefined;
          if (attempt === MAX_READ_ATTEMPTS || !isRetryable(error)) throw thrown;
        }
        await waiting.sleep(backoffMs(attempt - 1, waiting.random));
      }
    },
    async write(key, content) {
      const input = { Bucket: bucket, Key: prefix + key, Body: Buffer.from(content), ...owner };
      const outcome = await putObject(client, input, waiting);
      if (outcome.kind !== 'failed') return;
      const { code, message } = outcome;
      throw new S3WriteError(bucket, prefix + key, `${code}: ${message}`);
    },
    async *list(start, after) {
      const all = { ...place, prefix: prefix + start };
      const from = after === undefined ? all : { ...all, after: prefix + after };
      for await (const { key } of listS3Objects(client, from, waiting)) {
        yield key.slice(prefix.length);
      }
    },
  };
}

/** A permission to list that is bound to prefixes may not make S3 say 404 of what is not there: then it says 403. */
async function isListed(client: S3Client, place: S3ListPlace, waiting: Waiting): Promise<boolean> {
  for await (const listed of listS3Objects(client, place, waiting)) {
    if (listed.key === place.prefix) return true;
  }
  return false;
}
