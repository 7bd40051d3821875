// A function → SQS → Lambda: what fails is tried again alone, and ends in a DLQ.

import { Duration, Stack } from 'aws-cdk-lib';
import { CfnFunction, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { FailureQueue, RETENTION } from './failure-queue.ts';
import { SCAN_TIMEOUT, type ScanFunction } from './scan-function.ts';
import type { SettleFunction } from './settle-function.ts';

/**
 * Objects in one invocation, scanned one after the other. A run that is killed (timeout, memory) answers nothing, so all
 * of its objects are tried again: with 5 a killer drags at most four neighbours, and each has 30 s of the timeout, as
 * long as a body may stall. With 10 the requests saved are worth $0.02 a million objects.
 */
export const BATCH_SIZE = 5;
/** Deliveries of a message before it goes to the DLQ: enough for a throttled hour, few enough for a poison object. */
export const MAX_RECEIVE_COUNT = 5;
/** What AWS asks for: below it a throttled poller's messages return while they are still held. */
export const VISIBILITY_TIMEOUT = Duration.seconds(6 * SCAN_TIMEOUT.toSeconds());

/** Physical name of the queue. */
export function sourceQueueName(stackName: string): string {
  return `${stackName}-source`;
}

/** What a {@link QueueTrigger} is made from. */
export interface QueueTriggerProps {
  readonly scan: ScanFunction;
  readonly settle: SettleFunction;
  /** Scans at once, 2-1,000. */
  readonly maxConcurrency: number;
}

/**
 * The source queue with its DLQ, read by the function; what feeds it is in feeds/. Grants the function, on this queue alone,
 * `sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:GetQueueAttributes`: what the mapping uses; and `sqs:SendMessage`, by
 * which the rest of a large object is asked for. Tells it the queue: `SIGMA_LAMBDA_QUEUE_URL`.
 */
export class QueueTrigger extends Construct {
  readonly queue: Queue;
  readonly failures: FailureQueue;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, props: QueueTriggerProps) {
    super(scope, id);
    const { scan, settle, maxConcurrency } = props;
    this.failures = new FailureQueue(this, 'Failures');
    this.queue = new Queue(this, 'Queue', {
      // Always: owners of other buckets are given its ARN, and one that gets a name later is another queue.
      queueName: sourceQueueName(Stack.of(this).stackName),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: VISIBILITY_TIMEOUT,
      retentionPeriod: RETENTION,
      deadLetterQueue: { queue: this.failures.queue, maxReceiveCount: MAX_RECEIVE_COUNT },
    });
    scan.role.allow(
      'ConsumeOwnQueue',
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      [this.queue.queueArn],
    );
    this.#letGoOn(scan);
    settle.watch(this.queue, BATCH_SIZE * maxConcurrency);
    // Not CDK's SqsEventSource: it would also grant ChangeMessageVisibility and GetQueueUrl, which nothing calls.
    this.mapping = new EventSourceMapping(this, 'Mapping', {
      target: scan.function,
      eventSourceArn: this.queue.queueArn,
      batchSize: BATCH_SIZE,
      reportBatchItemFailures: true,
      maxConcurrency,
    });
    acknowledge(
      this.mapping,
      'Serverless-LambdaEventSourceMappingDestination',
      'For streams. A mapping of SQS takes no failure destination: the queue’s redrive policy does that.',
    );
  }

  /**
   * The rest of a large object goes back to the queue, by up to 20 hops that the function counts. Lambda would take the chain
   * for a loop, and end it after about 16.
   */
  #letGoOn({ function: scan, role }: ScanFunction): void {
    scan.addEnvironment('SIGMA_LAMBDA_QUEUE_URL', this.queue.queueUrl);
    role.allow('ContinueByOwnQueue', ['sqs:SendMessage'], [this.queue.queueArn]);
    const resource = scan.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new TypeError('a function has no CfnFunction');
    resource.recursiveLoop = 'Allow';
  }
}
