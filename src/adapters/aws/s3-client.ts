// Configuration of a caller → an S3 client fit to stream objects.

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * A client for {@link createS3Object}. One attempt a call: the object's reading retries itself, within one
 * budget for refused requests and broken bodies alike. No checksum of responses: S3 has none for the ranges
 * that resume a body, and the length, the ETag and the compressed formats' own checksums are verified.
 */
export function createS3ReadClient(config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    ...config,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
