// A name → a bucket that EDR logs are delivered to.

import { Duration } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { PRIVATE_BUCKET } from './private-bucket.ts';

/** Days that a deleted or overwritten object can still be had back. */
const NONCURRENT_DAYS = 30;
/** Days after which the parts of an upload that never ended stop costing money. */
const UPLOAD_DAYS = 7;

/** What a {@link LogBucket} is made from. */
export interface LogBucketProps {
  /** Physical name; may hold the account's and region's tokens. */
  readonly bucketName: string;
}

/**
 * The log bucket. Retained with the stack's end: it holds the evidence. It tells nobody by itself: what does is in the
 * stack of the functions (ADR 0118).
 *
 * Versioned: a notification names the version, so the very bytes it is about are scanned even when the key was
 * overwritten or deleted meanwhile, and an intruder with a delete permission does not remove the evidence at once.
 * EDR exporters never write a key twice, so old versions cost nothing. SSE-S3: a key of KMS would be charged a request for
 * every object.
 */
export class LogBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { bucketName }: LogBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      ...PRIVATE_BUCKET,
      lifecycleRules: [
        {
          id: 'OldVersionsAndUploads',
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
          abortIncompleteMultipartUploadAfter: Duration.days(UPLOAD_DAYS),
        },
      ],
    });
    acknowledge(
      this,
      'AwsSolutions-S1',
      'Server access logs need a second bucket, with the same question, and come late and incomplete by their own ' +
        'documentation. Who read the logs is answered by CloudTrail data events, which the account owner switches on.',
    );
  }
}
