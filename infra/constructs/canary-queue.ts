// A topic → the queue that alone is told of canaries.

import { Duration } from 'aws-cdk-lib';
import {
  type ITopic,
  Subscription,
  SubscriptionFilter,
  SubscriptionProtocol,
} from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FailureQueue } from './failure-queue.ts';
import { sendFrom } from './notify-queue.ts';

/** Longer than a run: what it holds comes to no other. */
const VISIBILITY_TIMEOUT = Duration.seconds(120);
/** What came while nobody looked says little a day later. */
const RETENTION = Duration.days(1);
/** Runs that could not read a message, before it is somebody's to look at. */
const MAX_RECEIVE_COUNT = 3;

/** The queue, subscribed to the topic: raw messages of origin `canary` alone. What cannot be read ends in its failure queue. */
export class CanaryQueue extends Construct {
  readonly queue: Queue;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, alerts: ITopic) {
    super(scope, id);
    this.failures = new FailureQueue(this, 'Failures');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: this.failures.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    this.queue.addToResourcePolicy(sendFrom(alerts, this.queue.queueArn));
    const subscription = new Subscription(this, 'Subscription', {
      topic: alerts,
      protocol: SubscriptionProtocol.SQS,
      endpoint: this.queue.queueArn,
      rawMessageDelivery: true,
      filterPolicy: { origin: SubscriptionFilter.stringFilter({ allowlist: ['canary'] }) },
      deadLetterQueue: this.failures.queue,
    });
    subscription.node.addDependency(this.queue, this.failures);
  }
}
