// Environment → the bucket that starts are kept in, in files.

import { createS3WriteClient } from '../../src/adapters/aws/index.ts';
import type { Environment } from './deployment.ts';
import { type KeepingConfig, parseBucket } from './keeping.ts';

/** Where starts are kept. */
export interface SegmentsConfig {
  /** `SIGMA_LAMBDA_SEGMENT_BUCKET`, under `starts/`. @default the state table; settle then reads no files */
  readonly segmentBucket?: string;
}

const NAME = 'SIGMA_LAMBDA_SEGMENT_BUCKET';

/** Reads it. */
export function parseSegments(env: Environment): SegmentsConfig {
  return env[NAME] === undefined ? {} : { segmentBucket: parseBucket(env, NAME) };
}

/** Opens the bucket with whatever is to be done there; undefined where there is none. */
export function openSegments<T>(
  { segmentBucket, bucketOwner }: SegmentsConfig & Pick<KeepingConfig, 'bucketOwner'>,
  create: (
    client: ReturnType<typeof createS3WriteClient>,
    place: {
      readonly bucket: string;
      readonly prefix: string;
      readonly expectedBucketOwner: string;
    },
  ) => T,
): T | undefined {
  if (segmentBucket === undefined) return undefined;
  const place = { bucket: segmentBucket, prefix: 'starts/', expectedBucketOwner: bucketOwner };
  return create(createS3WriteClient(), place);
}
