// A topic that buckets send to → the source queue's subscription to it.

import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { filtersOf, type WatchedBucket } from '../watched-bucket.ts';
import { sendFrom } from './send-from.ts';

/** What a {@link TopicFeed} is made from. */
export interface TopicFeedProps {
  readonly topicArn: string;
  /** All that are watched of those that send there: a queue has one subscription to a topic. */
  readonly buckets: readonly WatchedBucket[];
  readonly queue: Queue;
  /** Gets what SNS could not deliver. */
  readonly failures: Queue;
}

/** SNS counts values × depth for each key, and multiplies: both keys are four deep. */
const MAX_COMBINATIONS = 150;
const DEPTH = 4;

/**
 * The subscription, raw: the queue gets S3's own words. It filters by the message's body what it can filter for sure; the
 * function looks at bucket and key in any case.
 */
export class TopicFeed extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { topicArn, buckets, queue, failures }: TopicFeedProps,
  ) {
    super(scope, id);
    const principal = new ServicePrincipal('sns.amazonaws.com');
    const sid = `MessagesOf${this.node.addr.slice(-8)}`;
    for (const one of [queue, failures]) {
      one.addToResourcePolicy(
        sendFrom({ sid, principal, to: one, sourceArns: [topicArn], account: 'in-arn' }),
      );
    }
    const subscription = new CfnSubscription(this, 'Subscription', {
      topicArn,
      protocol: 'sqs',
      endpoint: queue.queueArn,
      rawMessageDelivery: true,
      filterPolicyScope: 'MessageBody',
      filterPolicy: { Records: { s3: filterOf(buckets) } },
      redrivePolicy: { deadLetterTargetArn: failures.queueArn },
    });
    // With their policies: what SNS may not deliver it does not try again.
    subscription.node.addDependency(queue, failures);
  }
}

/**
 * Of a message with several records it is enough that one has a name and a key that are asked for. Keys are encoded here:
 * prefixes that S3 may spell in more than one way are left to the function, as are suffixes beside them.
 * @see https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html
 */
function filterOf(buckets: readonly WatchedBucket[]): object {
  const names = buckets.map(({ bucketName }) => bucketName);
  const filters = buckets.flatMap(filtersOf);
  const prefixes = [...new Set(filters.map(({ prefix }) => prefix))];
  const isSure = prefixes.every((prefix) => /^[\w./=-]+$/.test(prefix));
  const isFew = names.length * DEPTH * prefixes.length * DEPTH <= MAX_COMBINATIONS;
  const key = prefixes.map((prefix) => ({ prefix: prefix.replaceAll('=', '%3D') }));
  return { bucket: { name: names }, ...(isSure && isFew ? { object: { key } } : {}) };
}
