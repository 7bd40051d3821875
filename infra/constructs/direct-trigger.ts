// A function and buckets → S3 → Lambda, asynchronously: fewer parts, but all failures wait for a person.

import { Aws, Duration } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { FailureQueue } from './failure-queue.ts';
import { NotificationFeed } from './feeds/notification-feed.ts';
import type { ScanFunction } from './scan-function.ts';
import type { WatchedBucket } from './watched-bucket.ts';

/** Lambda's most: three runs in all, a minute and then two minutes apart. */
export const RETRY_ATTEMPTS = 2;
/** Lambda's longest: how long a throttled invocation is tried before it counts as failed. */
const MAX_EVENT_AGE = Duration.hours(6);

/** What a {@link DirectTrigger} is made from. */
export interface DirectTriggerProps {
  readonly buckets: readonly WatchedBucket[];
  readonly scan: ScanFunction;
  /** Days that logs are kept. */
  readonly retentionDays: number;
}

/**
 * The buckets invoke the function. An invocation that failed to the end is put, with its event and the error, on the
 * failure queue, for which the function is granted `sqs:SendMessage` on it.
 */
export class DirectTrigger extends Construct {
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, props: DirectTriggerProps) {
    super(scope, id);
    const { buckets, scan, retentionDays } = props;
    this.failures = new FailureQueue(this, 'Failures');
    const destination = this.failures.queue.queueArn;
    scan.role.allow('ReportFailures', ['sqs:SendMessage'], [destination]);
    scan.function.configureAsyncInvoke({
      retryAttempts: RETRY_ATTEMPTS,
      maxEventAge: MAX_EVENT_AGE,
      // Not CDK's SqsDestination: it would also grant GetQueueAttributes and GetQueueUrl, which nothing calls.
      onFailure: { bind: () => ({ destination }) },
    });
    for (const { id: bucketId, bucketArn } of buckets) {
      scan.function.addPermission(`LogBucket-${bucketId}`, {
        principal: new ServicePrincipal('s3.amazonaws.com'),
        sourceArn: bucketArn,
        sourceAccount: Aws.ACCOUNT_ID,
      });
    }
    const { functionArn: arn } = scan.function;
    const target = { kind: 'function', arn, permission: scan.function } as const;
    new NotificationFeed(this, 'Notifications', { buckets, target, retentionDays });
  }
}
