// Buckets of this account → their notifications to one destination, added to those that they have.

import {
  Bucket,
  BucketNotificationDestinationType,
  EventType,
  type IBucket,
  type IBucketNotificationDestination,
  type NotificationKeyFilter,
} from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
import { filtersOf, type KeyFilter, type WatchedBucket } from '../watched-bucket.ts';
import { filterText } from './filter-text.ts';
import { NotificationHandler } from './notification-handler.ts';

/** Who is told of new objects. */
export interface NotificationTarget {
  readonly kind: 'queue' | 'function';
  readonly arn: string;
  /** What lets S3 call it: there first, for S3 tries the destination at once. */
  readonly permission: IDependable;
}

/** What a {@link NotificationFeed} is made from. */
export interface NotificationFeedProps {
  /** Created by the other stack, or there before. */
  readonly buckets: readonly WatchedBucket[];
  /** Those that are to tell EventBridge of everything; CDK's function never takes that back. @default none */
  readonly switchedOn?: readonly WatchedBucket[];
  readonly target: NotificationTarget;
  /** Days that the log of CDK's function is kept. */
  readonly retentionDays: number;
}

const TYPES = {
  queue: BucketNotificationDestinationType.QUEUE,
  function: BucketNotificationDestinationType.LAMBDA,
} as const;

/**
 * The notifications, written by CDK's function, which reads what a bucket has and keeps it. Each bucket has a resource of
 * its own, by its name: of one that is watched no longer the notifications are taken away.
 */
export class NotificationFeed extends Construct {
  constructor(scope: Construct, id: string, props: NotificationFeedProps) {
    super(scope, id);
    const { buckets, switchedOn = [], target, retentionDays } = props;
    const handler = new NotificationHandler(this, 'Handler', retentionDays);
    // Not CDK's SqsDestination and LambdaDestination: they would grant S3 more, and another condition.
    const destination: IBucketNotificationDestination = {
      bind: () => ({
        arn: target.arn,
        type: TYPES[target.kind],
        dependencies: [target.permission, handler],
      }),
    };
    for (const bucket of buckets) {
      const known = this.#refer(bucket, handler);
      for (const filter of filtersOf(bucket)) {
        known.addEventNotification(EventType.OBJECT_CREATED, destination, ...keyFilters(filter));
      }
    }
    for (const bucket of switchedOn) this.#refer(bucket, handler).enableEventBridgeNotification();
    handler.adopt();
  }

  /** By reference, not as made: so CDK merges with what others configured, and touches nothing of it at the end. */
  #refer({ id, bucketName, bucketArn }: WatchedBucket, { role }: NotificationHandler): IBucket {
    const notificationsHandlerRole = role;
    return Bucket.fromBucketAttributes(this, id, {
      bucketName,
      bucketArn,
      notificationsHandlerRole,
    });
  }
}

function keyFilters({ prefix, suffix }: KeyFilter): readonly NotificationKeyFilter[] {
  return [
    ...(prefix === '' ? [] : [{ prefix: filterText(prefix) }]),
    ...(suffix === '' ? [] : [{ suffix: filterText(suffix) }]),
  ];
}
