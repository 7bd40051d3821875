// Archived objects → an S3 bucket, each once.

import type { S3Client } from '@aws-sdk/client-s3';
import type { ArchiveEntry, ArchiveOutcome, FindingArchive } from '../../ports/index.ts';
import { isArchiveKey } from '../../ports/index.ts';
import { SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { putObject } from './s3-put.ts';
import type { S3StorePlace } from './s3-store.ts';

/**
 * An archive in a bucket. Needs s3:PutObject under the prefix, and kms:GenerateDataKey where the bucket is encrypted
 * with a key of one's own; nothing to read. Writes with If-None-Match: what is there stays.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function createS3Archive(
  client: S3Client,
  place: S3StorePlace,
  waiting: Waiting = SYSTEM_WAITING,
): FindingArchive {
  return {
    keep: async (entries) => {
      const outcomes: ArchiveOutcome[] = [];
      for (const entry of entries) outcomes.push(await keepOne(client, place, entry, waiting));
      return outcomes;
    },
  };
}

async function keepOne(
  client: S3Client,
  { bucket, prefix = '', expectedBucketOwner }: S3StorePlace,
  { key, body, contentType }: ArchiveEntry,
  waiting: Waiting,
): Promise<ArchiveOutcome> {
  if (!isArchiveKey(key)) {
    return { kind: 'failed', key, code: 'BAD_KEY', message: 'is no key of an archive' };
  }
  const outcome = await putObject(
    client,
    {
      Bucket: bucket,
      Key: prefix + key,
      Body: body,
      ContentType: contentType,
      IfNoneMatch: '*',
      ...(expectedBucketOwner === undefined ? {} : { ExpectedBucketOwner: expectedBucketOwner }),
    },
    waiting,
  );
  return { ...outcome, key };
}
