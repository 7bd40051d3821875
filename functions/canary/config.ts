// Environment → the canary's configuration. A wrong value stops the function at init.

import { type Environment, parseQueueUrl } from '../shared/deployment.ts';
import { parseBucket, parseBucketOwner } from '../shared/keeping.ts';

/** The function's configuration. */
export interface CanaryConfig {
  /** `SIGMA_LAMBDA_CANARY_BUCKET`: its objects are scanned as those of tenant `canary`. */
  readonly bucket: string;
  /** `SIGMA_LAMBDA_BUCKET_OWNER`: 12 digits, the account that must own the bucket. */
  readonly bucketOwner: string;
  /** `SIGMA_LAMBDA_QUEUE_URL`: where the alerts of its objects arrive. */
  readonly queueUrl: string;
}

/** The configuration of this process. */
export function readConfig(): CanaryConfig {
  return parseCanaryConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseCanaryConfig(env: Environment): CanaryConfig {
  return {
    bucket: parseBucket(env, 'SIGMA_LAMBDA_CANARY_BUCKET'),
    bucketOwner: parseBucketOwner(env),
    queueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_QUEUE_URL'),
  };
}
