// Nothing → a bucket that functions write to and nothing of ours reads: findings, or evidence and quarantine.

import { Duration } from 'aws-cdk-lib';
import { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { PRIVATE_BUCKET } from './private-bucket.ts';

/** As long as the state table keeps findings. */
export const KEEP_DAYS = 400;
/** Days that an overwritten or deleted object can still be had back: a quarantine file is overwritten by a later scan. */
const NONCURRENT_DAYS = 30;

/**
 * A bucket to keep things in. Retained with the stack's end, versioned, so that who may write does not take away what is
 * there, and expired as the findings in the table are.
 */
export class StoreBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...PRIVATE_BUCKET,
      lifecycleRules: [
        {
          id: 'AsLongAsFindings',
          expiration: Duration.days(KEEP_DAYS),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
        },
        { id: 'MarkersOfWhatExpired', expiredObjectDeleteMarker: true },
      ],
    });
    acknowledge(
      this,
      'AwsSolutions-S1',
      'As of the log bucket: who read is answered by CloudTrail data events, which the account owner switches on.',
    );
  }

  /** ARN of the objects whose keys begin with `prefix`, which ends in a slash. */
  objectsArn(prefix: string): string {
    return `${this.bucket.bucketArn}/${prefix}*`;
  }

  /** The same as cdk-nag prints it. */
  printedObjectsArn(prefix: string): string {
    const bucket = this.bucket.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new TypeError('an S3 bucket has no CfnBucket');
    return `<${bucket.stack.getLogicalId(bucket)}.Arn>/${prefix}*`;
  }
}
