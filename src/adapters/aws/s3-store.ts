// A bucket that we write to, and a client fit for it.

import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { boundedCalls } from './bounded-calls.ts';

/** Where objects are written. */
export interface S3StorePlace {
  readonly bucket: string;
  /** Put before every key. Ends in a slash. @default '' */
  readonly prefix?: string;
  /** Account that must own the bucket, so that a name taken over by another receives nothing. */
  readonly expectedBucketOwner?: string | undefined;
}

/** The SDK waits for ever by default: a function would time out and its object pass for written. */
/** 64 MiB in ten seconds are half of what a function's network gives. */
const REQUEST_TIMEOUT_MS = 20_000;

/**
 * A client to write with: one attempt a call, because the writing retries within its own bound. What is read by it is not asked
 * for its checksum: of an object that other tools have put there it may be of a kind that the bundles lack.
 */
export function createS3WriteClient(config: S3ClientConfig = {}): S3Client {
  const settings = { ...config, responseChecksumValidation: 'WHEN_REQUIRED' } as const;
  return new S3Client(boundedCalls(REQUEST_TIMEOUT_MS, settings));
}
