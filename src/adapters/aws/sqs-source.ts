// An SQS queue → its messages, one at a time, each hidden while it is worked on and removed once it is done.

import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { MessageSource, ReceivedMessage } from '../../ports/index.ts';
import { SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { createHeldMessages } from './sqs-messages.ts';
import { attempt } from './sqs-queue.ts';

/**
 * The queue at `queueUrl`. Needs sqs:ReceiveMessage and sqs:DeleteMessage on it; sqs:ChangeMessageVisibility to hide. Throws
 * QueueError.
 */
export function createMessageSource(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): MessageSource {
  return {
    ...createHeldMessages(client, queueUrl, waiting),
    async receive({ waitSeconds, hiddenSeconds }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 1,
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      });
      const { Messages = [] } = await attempt('ReceiveMessage', waiting, () =>
        client.send(command),
      );
      return Messages[0] === undefined ? undefined : received(Messages[0]);
    },
    async remove(receiptHandle) {
      const command = new DeleteMessageCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
      });
      await attempt('DeleteMessage', waiting, () => client.send(command));
    },
  };
}

function received({ MessageId, ReceiptHandle, Body, Attributes = {} }: Message): ReceivedMessage {
  const { ApproximateReceiveCount: count, SentTimestamp: sent } = Attributes;
  return {
    id: MessageId ?? '',
    receiptHandle: ReceiptHandle ?? '',
    body: Body ?? '',
    receiveCount: numberIn(count) ?? 1,
    sentMs: numberIn(sent),
  };
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
