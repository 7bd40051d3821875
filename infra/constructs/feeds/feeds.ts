// The watched buckets and the source queue → what brings the queue the news of each, by the bucket's mode.

import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { BucketConfig } from '../../buckets-config.ts';
import type { QueueTrigger } from '../queue-trigger.ts';
import type { WatchedBucket } from '../watched-bucket.ts';
import { EventBridgeFeed } from './eventbridge-feed.ts';
import { NotificationFeed } from './notification-feed.ts';
import { sendFrom } from './send-from.ts';
import { TopicFeed } from './topic-feed.ts';

/** What {@link Feeds} are made from. */
export interface FeedsProps {
  readonly buckets: readonly WatchedBucket[];
  readonly trigger: QueueTrigger;
  /** Days that logs are kept. */
  readonly retentionDays: number;
}

/** What feeds the source queue. The queue's policy lets in each of them by its own ARN, and the account it is of. */
export class Feeds extends Construct {
  constructor(scope: Construct, id: string, props: FeedsProps) {
    super(scope, id);
    this.#notifyOwn(props);
    this.#letOthersNotify(props);
    const { queue, failures } = props.trigger;
    for (const bucket of ofMode(props.buckets, 'eventbridge')) {
      new EventBridgeFeed(this, `Events-${bucket.id}`, {
        bucket,
        queue,
        failures: failures.queue,
      });
    }
    const byTopic = Map.groupBy(ofMode(props.buckets, 'sns-topic'), topicOf);
    for (const [topicArn, buckets] of byTopic) {
      const name = topicArn.split(':').slice(3).join('-');
      new TopicFeed(this, `Topic-${name}`, { topicArn, buckets, queue, failures: failures.queue });
    }
  }

  /** Buckets of this account, whose notifications we write; and those that are to tell EventBridge from now on. */
  #notifyOwn({ buckets, trigger: { queue }, retentionDays }: FeedsProps): void {
    const notified = ofMode(buckets, 'created', 'notification');
    const switchedOn = ofMode(buckets, 'eventbridge').filter(
      ({ entries: [first] }) => first.mode === 'eventbridge' && first.switchesOn,
    );
    if (notified.length > 0) {
      queue.addToResourcePolicy(
        sendFrom({
          sid: 'NotificationsOfLogBuckets',
          principal: new ServicePrincipal('s3.amazonaws.com'),
          to: queue,
          sourceArns: notified.map(({ bucketArn }) => bucketArn),
        }),
      );
    }
    if (notified.length + switchedOn.length === 0) return;
    const target = { kind: 'queue', arn: queue.queueArn, permission: queue } as const;
    const props = { buckets: notified, switchedOn, target, retentionDays };
    new NotificationFeed(this, 'Notifications', props);
  }

  /** Their owner writes the notification; our part is to let it in. */
  #letOthersNotify({ buckets, trigger: { queue } }: FeedsProps): void {
    const byOwner = Map.groupBy(ofMode(buckets, 'other-account'), ({ owner }) => owner);
    for (const [account, theirs] of byOwner) {
      queue.addToResourcePolicy(
        sendFrom({
          sid: `NotificationsOf${account}`,
          principal: new ServicePrincipal('s3.amazonaws.com'),
          to: queue,
          sourceArns: theirs.map(({ bucketArn }) => bucketArn),
          account,
        }),
      );
    }
  }
}

function ofMode(
  buckets: readonly WatchedBucket[],
  ...modes: readonly BucketConfig['mode'][]
): readonly WatchedBucket[] {
  return buckets.filter(({ entries: [{ mode }] }) => modes.includes(mode));
}

function topicOf({ entries: [first] }: WatchedBucket): string {
  return 'topicArn' in first ? first.topicArn : '';
}
