// Nothing → a queue that keeps what could not be scanned, or told, until a person has looked at it.

import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';

/** SQS's longest: a person has two weeks to look before anything is lost. */
export const RETENTION = Duration.days(14);

/** The end of the line: a DLQ, or the destination of failed asynchronous invocations. */
export class FailureQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const reason = 'This is where failures end. Nothing consumes it but a person, or a redrive.';
    acknowledge(this, 'Serverless-SQSRedrivePolicy', reason);
    acknowledge(this, 'AwsSolutions-SQS3', reason);
  }
}
