// A topic and routes → the queue of one destination, with what could not be told.

import type { Duration } from 'aws-cdk-lib';
import { type ITopic, SubscriptionFilter } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DestinationRoute } from '../destinations.ts';
import { subscribeToAlerts } from './alerts-subscription.ts';
import { FailureQueue, RETENTION } from './failure-queue.ts';

/**
 * SQS's most. Deliveries before a message goes to the DLQ by itself, where operations hear nothing of it: how long a
 * destination is tried is the function's affair, which hides a message for as long as it thinks fit, and says when it gives
 * up. In twelve hours it tries some 65 times, and is given a message two or three times for each where posts hang, as it has
 * no time for the last of a batch. This ends only the loop of a function that dies each time, after four days.
 */
export const MAX_NOTIFY_RECEIVE_COUNT = 1_000;
/** What people may be told of: a replay publishes none unless whoever started it says so; a canary's are for the canary. */
const TOLD_ORIGINS = ['live', 'replay', 'test'];

/** What a {@link NotifyQueue} is made from. */
export interface NotifyQueueProps {
  /** The topic of alerts. */
  readonly alerts: ITopic;
  readonly routes: readonly DestinationRoute[];
  readonly visibilityTimeout: Duration;
}

/**
 * The queue, subscribed to the topic: raw messages of the routes alone. Its failure queue gets what the function gave up,
 * what was delivered too often, and what SNS could not deliver.
 */
export class NotifyQueue extends Construct {
  readonly queue: Queue;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, props: NotifyQueueProps) {
    super(scope, id);
    const { alerts, routes, visibilityTimeout } = props;
    this.failures = new FailureQueue(this, 'Failures');
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: this.failures.queue, maxReceiveCount: MAX_NOTIFY_RECEIVE_COUNT },
    });
    subscribeToAlerts(this, {
      alerts,
      queue: this.queue,
      failures: this.failures,
      filterPolicy: {
        route: SubscriptionFilter.stringFilter({ allowlist: [...routes] }),
        origin: SubscriptionFilter.stringFilter({ allowlist: TOLD_ORIGINS }),
      },
    });
  }
}
