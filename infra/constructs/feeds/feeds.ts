// The watched buckets and the source queue → what brings the queue the news of each, by the bucket's mode.

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BucketConfig } from '../../buckets-config.ts';
import type { WatchedBucket } from '../watched-bucket.ts';
import { NotificationFeed } from './notification-feed.ts';

/** What {@link Feeds} are made from. */
export interface FeedsProps {
  readonly buckets: readonly WatchedBucket[];
  readonly queue: Queue;
  /** Days that logs are kept. */
  readonly retentionDays: number;
}

/** Whose notifications we write. */
const NOTIFIED: readonly BucketConfig['mode'][] = ['created', 'notification'];

/** What feeds the source queue. The queue's policy lets in each of them by its own ARN, and the account it is of. */
export class Feeds extends Construct {
  constructor(scope: Construct, id: string, { buckets, queue, retentionDays }: FeedsProps) {
    super(scope, id);
    const notified = buckets.filter(({ entries: [{ mode }] }) => NOTIFIED.includes(mode));
    if (notified.length > 0) {
      queue.addToResourcePolicy(sendFrom(notified, queue.queueArn));
      const target = { kind: 'queue', arn: queue.queueArn, permission: queue } as const;
      new NotificationFeed(this, 'Notifications', { buckets: notified, target, retentionDays });
    }
  }
}

/** Account and bucket both: a bucket's name may be somebody else's one day. */
function sendFrom(buckets: readonly WatchedBucket[], queueArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'NotificationsOfLogBuckets',
    principals: [new ServicePrincipal('s3.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queueArn],
    conditions: {
      ArnEquals: { 'aws:SourceArn': buckets.map(({ bucketArn }) => bucketArn) },
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    },
  });
}
