// A key → a bucket that functions write to and nothing of ours reads: findings, or evidence and quarantine.

import { Aws, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { PRIVATE_BUCKET } from './private-bucket.ts';

/** As long as the state table keeps findings. */
export const KEEP_DAYS = 400;
/** Days that an overwritten or deleted object can still be had back: a quarantine file is overwritten by a later scan. */
const NONCURRENT_DAYS = 30;
/** What the canary leads to shows for a week that it was kept. */
const CANARY_DAYS = 7;

/** What a {@link StoreBucket} is made from. */
export interface StoreBucketProps {
  /** Name of the stack's output with the bucket's name; contract, as construct ids are. */
  readonly output: string;
  readonly encryptionKey: IKey;
}

/**
 * A bucket to keep things in. Retained with the stack's end, versioned, so that who may write does not take away what is
 * there, and expired as the findings in the table are. Encrypted by the key: who is to read must be let use that too.
 *
 * Its name is an output of its stack, which other stacks read when they are deployed.
 */
export class StoreBucket extends Construct {
  readonly bucket: Bucket;
  /** The name, for other stacks. */
  readonly nameElsewhere: string;
  readonly #output: string;

  constructor(scope: Construct, id: string, { output, encryptionKey }: StoreBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...PRIVATE_BUCKET,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      // S3 asks KMS for a key for the bucket now and then, not for each object.
      bucketKeyEnabled: true,
      lifecycleRules: [
        {
          id: 'AsLongAsFindings',
          expiration: Duration.days(KEEP_DAYS),
          noncurrentVersionExpiration: Duration.days(NONCURRENT_DAYS),
        },
        {
          id: 'Canaries',
          prefix: 'canary/',
          expiration: Duration.days(CANARY_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
        { id: 'MarkersOfWhatExpired', expiredObjectDeleteMarker: true },
      ],
    });
    const stack = Stack.of(this);
    new CfnOutput(stack, output, { value: this.bucket.bucketName });
    this.#output = output;
    this.nameElsewhere = Fn.getStackOutput(stack.stackName, output);
    acknowledge(
      this,
      'AwsSolutions-S1',
      'As of the log bucket: who read is answered by CloudTrail data events, which the account owner switches on.',
    );
  }

  /** ARN of the bucket, for other stacks. */
  get bucketArnElsewhere(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.nameElsewhere}`;
  }

  /** ARN of the objects whose keys begin with `prefix`, which ends in a slash; for other stacks. */
  objectsArn(prefix: string): string {
    return `arn:${Aws.PARTITION}:s3:::${this.nameElsewhere}/${prefix}*`;
  }

  /** The same as cdk-nag prints it. */
  printedObjectsArn(prefix: string): string {
    const StackName = Stack.of(this).stackName;
    const name = JSON.stringify({ 'Fn::GetStackOutput': { StackName, OutputName: this.#output } });
    return `arn:<AWS::Partition>:s3:::${name}/${prefix}*`;
  }
}
