// A topic → the queue that alone is told of canaries.

import { Duration } from 'aws-cdk-lib';
import { type ITopic, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { subscribeToAlerts } from './alerts-subscription.ts';
import { FailureQueue } from './failure-queue.ts';

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
    subscribeToAlerts(this, {
      alerts,
      queue: this.queue,
      failures: this.failures,
      filterPolicy: { origin: SubscriptionFilter.stringFilter({ allowlist: ['canary'] }) },
    });
  }
}
