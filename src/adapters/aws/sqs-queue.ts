// The source queue: sends what is left of an object, and tells how much waits.

import {
  GetQueueAttributesCommand,
  type GetQueueAttributesCommandOutput,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { BacklogGauge, WorkQueue } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { isRetryable, readServiceError, type ServiceError } from './service-error.ts';

/** Times a call is made, at most; four take about 0.7 s of waiting. */
export const MAX_QUEUE_ATTEMPTS = 4;

/** Bytes of a message that every queue takes, also one made before SQS took 1 MiB. */
export const MAX_QUEUE_MESSAGE_BYTES = 262_144;

/** SQS did not do what it was asked for. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
  /** The service's code, or the transport's. */
  readonly code: string;

  constructor(operation: string, code: string, message: string, options?: ErrorOptions) {
    super(`${operation} failed: ${code}: ${message}`, options);
    this.code = code;
  }
}

/** The queue at `queueUrl`, to send to. Needs sqs:SendMessage on it. */
export function createSqsQueue(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): WorkQueue {
  return {
    async send(body) {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body });
      await attempt('SendMessage', waiting, () => client.send(command));
    },
  };
}

/** How much waits in the queue at `queueUrl`. Needs sqs:GetQueueAttributes on it. */
export function createSqsGauge(
  client: SQSClient,
  queueUrl: string,
  waiting: Waiting = SYSTEM_WAITING,
): BacklogGauge {
  return {
    async read() {
      const command = new GetQueueAttributesCommand({
        QueueUrl: queueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      });
      const answer = await attempt('GetQueueAttributes', waiting, () => client.send(command));
      return {
        waiting: countIn(answer, 'ApproximateNumberOfMessages'),
        inFlight: countIn(answer, 'ApproximateNumberOfMessagesNotVisible'),
      };
    },
  };
}

function countIn(
  { Attributes = {} }: GetQueueAttributesCommandOutput,
  name: 'ApproximateNumberOfMessages' | 'ApproximateNumberOfMessagesNotVisible',
): number {
  const text = Attributes[name] ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  const found = JSON.stringify(Attributes[name] ?? null);
  throw new QueueError('GetQueueAttributes', 'NO_COUNT', `${name} is ${found}; expected a number`);
}

/** Makes a call, again while that can help. Throws {@link QueueError}. */
export async function attempt<T>(
  operation: string,
  waiting: Waiting,
  call: () => Promise<T>,
): Promise<T> {
  for (let retry = 0; ; retry++) {
    try {
      return await call();
    } catch (thrown) {
      const error = readServiceError(thrown);
      if (!isRetryable(error) || retry + 1 >= MAX_QUEUE_ATTEMPTS) {
        throw queueError(operation, error, thrown);
      }
    }
    await waiting.sleep(backoffMs(retry, waiting.random));
  }
}

function queueError(operation: string, { code, message }: ServiceError, cause: unknown): Error {
  return new QueueError(operation, code, message, { cause });
}
