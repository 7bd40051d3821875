// A queue → what has come into it, received and deleted by who looks in: no event source mapping polls it day and night.

import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { Arrival, Arrivals } from '../../ports/index.ts';
import { SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { attempt, QueueError } from './sqs-queue.ts';

/** SQS's most, for both calls. */
const MOST = 10;

/**
 * The queue at `queueUrl`. Needs sqs:ReceiveMessage and sqs:DeleteMessage on it. A wait must be shorter than the client's own
 * time for a request.
 */
export function createSqsArrivals(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): Arrivals {
  return {
    async receive(waitSeconds) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: MOST,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
      });
      const { Messages = [] } = await attempt('ReceiveMessage', waiting, () =>
        client.send(command),
      );
      return Messages.map(toArrival);
    },
    async done(arrivals) {
      if (arrivals.length === 0) return;
      const command = new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: arrivals.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        })),
      });
      const answer = await attempt('DeleteMessageBatch', waiting, () => client.send(command));
      const [failed] = answer.Failed ?? [];
      if (failed === undefined) return;
      const { Code = 'NO_CODE', Message: why = 'no reason' } = failed;
      throw new QueueError('DeleteMessageBatch', Code, why);
    },
  };
}

function toArrival({ Body = '', ReceiptHandle = '', Attributes }: Message): Arrival {
  const sent = Attributes?.SentTimestamp ?? '';
  const sentMs = /^\d+$/.test(sent) ? Number(sent) : undefined;
  return { body: Body, sentMs, receiptHandle: ReceiptHandle };
}
