// Environment → the buckets that findings, evidence and quarantine are kept in.

import {
  createS3Archive,
  createS3Quarantine,
  createS3WriteClient,
} from '../../src/adapters/aws/index.ts';
import type { QuarantineFiles } from '../../src/ports/index.ts';
import type { Archives } from '../../src/deliver/index.ts';
import { type Environment, refuse } from './deployment.ts';

/** The buckets, which the deployment's account must own. */
export interface KeepingConfig {
  /** `SIGMA_LAMBDA_ARCHIVE_BUCKET`: findings, redacted, under `findings/`. */
  readonly archiveBucket: string;
  /** `SIGMA_LAMBDA_EVIDENCE_BUCKET`: raw, under `evidence/` and `quarantine/`. */
  readonly evidenceBucket: string;
  /** `SIGMA_LAMBDA_BUCKET_OWNER`: 12 digits. */
  readonly bucketOwner: string;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ACCOUNT = /^\d{12}$/;

/** Reads them. */
export function parseKeeping(env: Environment): KeepingConfig {
  const bucketOwner = parseBucketOwner(env);
  return {
    archiveBucket: parseBucket(env, 'SIGMA_LAMBDA_ARCHIVE_BUCKET'),
    evidenceBucket: parseBucket(env, 'SIGMA_LAMBDA_EVIDENCE_BUCKET'),
    bucketOwner,
  };
}

/** Reads `SIGMA_LAMBDA_BUCKET_OWNER`. */
export function parseBucketOwner(env: Environment): string {
  const owner = env['SIGMA_LAMBDA_BUCKET_OWNER'] ?? '';
  return ACCOUNT.test(owner)
    ? owner
    : refuse('SIGMA_LAMBDA_BUCKET_OWNER', owner, 'a 12-digit account');
}

/** Reads a variable that names a bucket. */
export function parseBucket(env: Environment, name: string): string {
  const bucket = env[name] ?? '';
  return BUCKET.test(bucket) ? bucket : refuse(name, bucket, 'the name of an S3 bucket');
}

/** What functions keep. */
export interface Keeping {
  readonly archives: Archives;
  /** The file of one object: objects that are scanned at the same time must not share one. */
  openQuarantine(): QuarantineFiles;
}

/** Opens the buckets. Keys of findings and evidence begin with what they are; those of quarantine are given their prefix. */
export function openKeeping(config: KeepingConfig): Keeping {
  const { archiveBucket, evidenceBucket, bucketOwner: expectedBucketOwner } = config;
  const client = createS3WriteClient();
  const place = { bucket: evidenceBucket, expectedBucketOwner };
  return {
    archives: {
      findings: createS3Archive(client, { bucket: archiveBucket, expectedBucketOwner }),
      evidence: createS3Archive(client, place),
    },
    openQuarantine: () => createS3Quarantine(client, { ...place, prefix: 'quarantine/' }),
  };
}
