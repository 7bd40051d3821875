// Nothing → our own queues of a feed: CrowdStrike's can be given no DLQ, and takes nothing from us.

import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FailureQueue, RETENTION } from './failure-queue.ts';

/** What the function asks for when it receives. */
const VISIBILITY_TIMEOUT = Duration.seconds(300);

/** The function gives up a message itself, after 30 deliveries at most; this is what it does not come to. */
const MAX_RECEIVE_COUNT = 40;

/** `own`: the rest of large files, and manifests that a person sends back. `failures`: what was given up. */
export class FdrQueues extends Construct {
  readonly own: Queue;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.failures = new FailureQueue(this, 'Failures');
    this.own = new Queue(this, 'Own', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: this.failures.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
  }
}
