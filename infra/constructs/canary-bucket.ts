// The configuration → the bucket that the canary puts its objects into: who watches it, and what it is.

import { Aws, Duration, Stack } from 'aws-cdk-lib';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { CANARY_TENANT } from '../../src/model/index.ts';
import type { InfraConfig } from '../config.ts';
import { acknowledge } from '../nag.ts';
import { PRIVATE_BUCKET } from './private-bucket.ts';
import type { WatchedBucket } from './watched-bucket.ts';

/** What keys of its objects begin with; functions/canary/synthetic-object.ts spells them. */
export const CANARY_PREFIX = 'canary/';

/** Its objects are looked at within the minute. */
const KEEP_DAYS = 1;

/** The bucket as those see it that read log buckets: one more of them, of a tenant of its own. Its name is spelt, as theirs are. */
export function canaryPlace(
  scope: Construct,
  { stackName }: Pick<InfraConfig, 'stackName'>,
): WatchedBucket {
  const name = `${stackName}-canary-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
  return {
    id: 'Canaries',
    bucketName: name,
    bucketArn: Stack.of(scope).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: name,
    }),
    owner: Aws.ACCOUNT_ID,
    entries: [{ mode: 'created', name, prefixes: [CANARY_PREFIX], tenant: CANARY_TENANT }],
  };
}

/**
 * The bucket. There also while no canary is: it costs nothing, and its name is not taken when one is switched on again. What is
 * in it is synthetic and gone after a day: no versions.
 */
export class CanaryBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, config: Pick<InfraConfig, 'stackName'>) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...PRIVATE_BUCKET,
      bucketName: canaryPlace(this, config).bucketName,
      // Whatever key the others get: what is public knowledge needs none, and who reads it no grant.
      encryption: BucketEncryption.S3_MANAGED,
      versioned: false,
      lifecycleRules: [{ id: 'LookedAt', expiration: Duration.days(KEEP_DAYS) }],
    });
    acknowledge(this, 'AwsSolutions-S1', 'Nothing in it is anybody’s: who read it tells nothing.');
  }
}
