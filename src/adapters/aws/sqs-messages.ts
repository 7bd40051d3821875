// What becomes of a message that could not be posted: hidden for a while, or sent to the dead-letter queue.

import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetters, HeldMessages } from '../../ports/index.ts';
import { SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { attempt } from './sqs-queue.ts';

/**
 * SQS hides a message for 12 h in all since it was received; some of that has passed.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
export const MAX_HIDDEN_MS = 11.75 * 3_600_000;

/** Messages of the queue at `queueUrl`. Needs sqs:ChangeMessageVisibility on it. */
export function createHeldMessages(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): HeldMessages {
  return {
    async hide(receiptHandle, forMs) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.ceil(Math.min(Math.max(forMs, 0), MAX_HIDDEN_MS) / 1_000),
      });
      await attempt('ChangeMessageVisibility', waiting, () => client.send(command));
    },
  };
}

/** The queue at `queueUrl`, with the reason as an attribute. Needs sqs:SendMessage on it. */
export function createDeadLetters(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): DeadLetters {
  return {
    async send(body, reason) {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: { reason: { DataType: 'String', StringValue: reason } },
      });
      await attempt('SendMessage', waiting, () => client.send(command));
    },
  };
}
