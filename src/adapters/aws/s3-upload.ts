// A stream of known length → an object, put whole: for files that are too large to hold.

import type { Readable } from 'node:stream';
import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { S3WriteError } from './errors.ts';
import type { S3StorePlace } from './s3-store.ts';
import { isRetryable, readServiceError } from './service-error.ts';

/** What is put. */
export interface Upload {
  readonly key: string;
  readonly bytes: number;
  /** Called for each attempt. */
  open(): Readable;
}

/** S3 takes no more in one request. */
export const MAX_UPLOAD_BYTES = 5 * 2 ** 30;

const MAX_UPLOAD_ATTEMPTS = 5;

/** A client for {@link uploadTo}: an upload takes as long as it takes. */
export function createS3UploadClient(config: S3ClientConfig = {}): S3Client {
  return new S3Client({ ...config, maxAttempts: 1, requestChecksumCalculation: 'WHEN_REQUIRED' });
}

/** Puts it. Needs s3:PutObject. Throws S3WriteError. */
export async function uploadTo(
  client: S3Client,
  { bucket, prefix = '', expectedBucketOwner }: S3StorePlace,
  { key, bytes, open }: Upload,
  waiting: Waiting = SYSTEM_WAITING,
): Promise<void> {
  const name = prefix + key;
  if (bytes > MAX_UPLOAD_BYTES) {
    throw new S3WriteError(
      bucket,
      name,
      `has ${bytes} bytes, expected ${MAX_UPLOAD_BYTES} at most`,
    );
  }
  for (let attempt = 1; ; attempt++) {
    const body = open();
    try {
      await client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: name,
          Body: body,
          ContentLength: bytes,
          ...(expectedBucketOwner === undefined
            ? {}
            : { ExpectedBucketOwner: expectedBucketOwner }),
        }),
      );
      return;
    } catch (thrown) {
      const error = readServiceError(thrown);
      if (attempt === MAX_UPLOAD_ATTEMPTS || !isRetryable(error)) throw thrown;
      await waiting.sleep(backoffMs(attempt - 1, waiting.random));
    } finally {
      body.destroy();
    }
  }
}
