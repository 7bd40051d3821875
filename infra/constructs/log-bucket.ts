// A name and prefixes → the bucket that EDR logs are delivered to, which tells one destination of new objects.

import { Duration, Stack } from 'aws-cdk-lib';
import { Bucket, CfnBucket, EventType } from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
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
  /** Keys that are told of: those that begin with one of them; empty: all. */
  readonly prefixes: readonly string[];
}

/** Who is told of new objects. */
export type Destination =
  | { readonly kind: 'queue'; readonly arn: string }
  | { readonly kind: 'function'; readonly arn: string };

/**
 * The log bucket. Retained with the stack's end: it holds the evidence.
 *
 * Versioned: a notification names the version, so the very bytes it is about are scanned even when the key was
 * overwritten or deleted meanwhile, and an intruder with a delete permission does not remove the evidence at once.
 * EDR exporters never write a key twice, so old versions cost nothing. SSE-S3: a key of KMS would be charged a request for
 * every object.
 */
export class LogBucket extends Construct {
  readonly bucket: Bucket;
  readonly prefixes: readonly string[];
  /**
   * Name and ARN spelt from the name's parts, not taken from the resource. The bucket is created last, for S3 tries
   * the notification's destination at once; whatever must exist before it cannot refer to it.
   */
  readonly bucketName: string;
  readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id);
    this.prefixes = props.prefixes;
    this.bucketName = props.bucketName;
    this.bucketArn = Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: props.bucketName,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: props.bucketName,
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

  /** ARNs of the objects that are scanned: one for each prefix, or of all. */
  get objectArns(): readonly string[] {
    const prefixes = this.prefixes.length > 0 ? this.prefixes : [''];
    return prefixes.map((prefix) => `${this.bucketArn}/${prefix}*`);
  }

  /**
   * Tells a destination of new objects. Written as the bucket's own property: CDK's `addEventNotification` would
   * bring a custom resource, with a function that may change every bucket of the account.
   * @param permission what lets S3 call the destination; created before the bucket
   */
  notify(destination: Destination, permission: IDependable): void {
    const bucket = this.bucket.node.defaultChild;
    if (!(bucket instanceof CfnBucket)) throw new TypeError('an S3 bucket has no CfnBucket');
    const filters = this.prefixes.length > 0 ? this.prefixes.map(prefixFilter) : [{}];
    const event = EventType.OBJECT_CREATED;
    const { arn } = destination;
    bucket.notificationConfiguration =
      destination.kind === 'queue'
        ? { queueConfigurations: filters.map((filter) => ({ event, queue: arn, ...filter })) }
        : { lambdaConfigurations: filters.map((filter) => ({ event, function: arn, ...filter })) };
    this.bucket.node.addDependency(permission);
  }
}

function prefixFilter(prefix: string): { readonly filter: CfnBucket.NotificationFilterProperty } {
  return { filter: { s3Key: { rules: [{ name: 'prefix', value: filterText(prefix) }] } } };
}

/**
 * A prefix as a filter rule spells it: percent-encoded but for S3's safe characters and the slash. Of what a prefix may
 * hold that is `=` alone: a filter with a bare one is taken, and is not sure to match any key.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function filterText(prefix: string): string {
  return prefix.replaceAll('=', '%3D');
}
