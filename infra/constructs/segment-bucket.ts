// A key → the bucket that starts wait in until connections ask for them: files that are merged and removed all day.

import { Aws, CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { PRIVATE_BUCKET } from './private-bucket.ts';

/** Where the files lie; functions/shared/segments.ts spells it too. */
const PREFIX = 'starts/';
/** Of objects, not merged yet; src/segments/file-names.ts has the levels. */
const NEW_PREFIX = `${PREFIX}0/`;
const LEVELS = [0, 1, 2, 3, 4, 5] as const;

/** What is kept longest, names that are asked for, is of use for 36 hours. */
const KEEP_DAYS = 2;
/** Files that could not be read are for people to look at. */
const BROKEN_DAYS = 30;

const OUTPUT = 'SegmentBucketName';

/**
 * The bucket. Retained with the stack's end. Without versions: a version of each file that was merged would lie there for days,
 * and listings would pass over its marker. As raw as evidence, and encrypted by the same key. It is there also where starts are
 * kept in the table: it costs nothing then.
 */
export class SegmentBucket extends Construct {
  readonly bucket: Bucket;
  /** The name, for other stacks. */
  readonly #nameElsewhere: string;

  constructor(scope: Construct, id: string, encryptionKey: IKey) {
    super(scope, id);
    const expire = (name: string, prefix: string, days: number) => ({
      id: name,
      prefix,
      expiration: Duration.days(days),
    });
    this.bucket = new Bucket(this, 'Bucket', {
      ...PRIVATE_BUCKET,
      encryption: BucketEncryption.KMS,
      encryptionKey,
      // S3 asks KMS for a key for the bucket now and then, not for each object.
      bucketKeyEnabled: true,
      versioned: false,
      lifecycleRules: [
        ...LEVELS.map((level) => expire(`Level${level}`, `${PREFIX}${level}/`, KEEP_DAYS)),
        expire('Broken', `${PREFIX}broken/`, BROKEN_DAYS),
      ],
    });
    const stack = Stack.of(this);
    new CfnOutput(stack, OUTPUT, { value: this.bucket.bucketName });
    this.#nameElsewhere = Fn.getStackOutput(stack.stackName, OUTPUT);
    acknowledge(
      this,
      'AwsSolutions-S1',
      'As of the log bucket: who read is answered by CloudTrail data events, which the account owner switches on.',
    );
  }

  /** `SIGMA_LAMBDA_SEGMENT_BUCKET`: its name, which functions/shared/segments.ts reads. */
  get environment(): Record<string, string> {
    return { SIGMA_LAMBDA_SEGMENT_BUCKET: this.#nameElsewhere };
  }

  /** Allows `s3:PutObject` of files of objects: nothing to read, list or remove. */
  grantWrite(role: Role): void {
    this.#allow(role, 'KeepStarts', ['s3:PutObject'], NEW_PREFIX);
  }

  /**
   * Allows `s3:GetObject`, `s3:PutObject` and `s3:DeleteObject` of all files, and `s3:ListBucket`: on all of the bucket, for else
   * S3 answers 403 for a file that is gone.
   */
  grantMerge(role: Role): void {
    const actions = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
    this.#allow(role, 'MergeStarts', actions, PREFIX);
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ListStarts',
        actions: ['s3:ListBucket'],
        resources: [this.#arn],
      }),
    );
  }

  get #arn(): string {
    return `arn:${Aws.PARTITION}:s3:::${this.#nameElsewhere}`;
  }

  #allow(role: Role, sid: string, actions: string[], prefix: string): void {
    role.addToPolicy(new PolicyStatement({ sid, actions, resources: [`${this.#arn}/${prefix}*`] }));
    const output = { StackName: Stack.of(this).stackName, OutputName: OUTPUT };
    const name = JSON.stringify({ 'Fn::GetStackOutput': output });
    acknowledge(
      role,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${name}/${prefix}*]`,
      'Keys are made of the content; the wildcard stands only behind the prefix.',
    );
  }
}
