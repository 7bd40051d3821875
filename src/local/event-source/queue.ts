// One queue, by the three actions an event source mapping may take: ReceiveMessage, DeleteMessage, GetQueueAttributes.

import type { Fields, SqsCaller } from './sqs-call.ts';
import { answerToMessages, type SqsMessage } from './sqs-message.ts';

/** What the mapping must know of its queue. */
export interface QueueSettings {
  readonly arn: string;
  readonly isFifo: boolean;
  readonly visibilityTimeoutSeconds: number;
}

/** A queue to poll. Its redrive policy is its own affair: SQS applies it when a message is received once too often. */
export interface Queue {
  settings(): Promise<QueueSettings>;
  /** Up to `max` (at most 10) messages; waits up to `waitSeconds` for the first. */
  receive(max: number, waitSeconds: number): Promise<readonly SqsMessage[]>;
  /** Deletes messages. Returns a problem for each that SQS did not delete. */
  delete(messages: readonly SqsMessage[]): Promise<readonly string[]>;
}

/** Most entries of a batch call. */
const MAX_ENTRIES = 10;

/** Opens a queue by its URL; the endpoint is the caller's. */
export function openQueue(caller: SqsCaller, queueUrl: string): Queue {
  return {
    settings: async () => {
      const input = { QueueUrl: queueUrl, AttributeNames: ['All'] };
      return toSettings(attributesOf(await caller.call('GetQueueAttributes', input)));
    },
    receive: async (max, waitSeconds) =>
      answerToMessages(
        await caller.call('ReceiveMessage', {
          QueueUrl: queueUrl,
          MaxNumberOfMessages: Math.min(max, MAX_ENTRIES),
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      ),
    delete: async (messages) => {
      const problems: string[] = [];
      for (let start = 0; start < messages.length; start += MAX_ENTRIES) {
        const some = messages.slice(start, start + MAX_ENTRIES);
        const input = { QueueUrl: queueUrl, Entries: some.map(toEntry) };
        const answer = await caller.call('DeleteMessageBatch', input);
        problems.push(...failedOf(answer, some));
      }
      return problems;
    },
  };
}

/** How many messages a queue has: to be received, in flight, and delayed. */
export async function countMessages(caller: SqsCaller, queueUrl: string): Promise<number> {
  const names = ['', 'NotVisible', 'Delayed'].map((what) => `ApproximateNumberOfMessages${what}`);
  const input = { QueueUrl: queueUrl, AttributeNames: names };
  const attributes = attributesOf(await caller.call('GetQueueAttributes', input));
  return names.map((name) => Number(attributes[name])).reduce((sum, count) => sum + count, 0);
}

function attributesOf(answer: Fields): Fields {
  return Object(answer['Attributes']);
}

function toSettings(attributes: Fields): QueueSettings {
  return {
    arn: String(attributes['QueueArn']),
    isFifo: attributes['FifoQueue'] === 'true',
    visibilityTimeoutSeconds: Number(attributes['VisibilityTimeout']),
  };
}

/** Ids are positions: a message may be in a batch twice, when it came again while the batch was filling. */
function toEntry(message: SqsMessage, position: number): Fields {
  return { Id: String(position), ReceiptHandle: message.receiptHandle };
}

function failedOf(answer: Fields, messages: readonly SqsMessage[]): readonly string[] {
  const failed = answer['Failed'] ?? [];
  if (!Array.isArray(failed)) throw new TypeError('DeleteMessageBatch: Failed is no list');
  return failed.map((value: unknown) => {
    const entry: Fields = Object(value);
    const message = messages[Number(entry['Id'])];
    return `DeleteMessageBatch of ${message?.messageId}: ${entry['Code']} ${entry['Message'] ?? ''}`;
  });
}
