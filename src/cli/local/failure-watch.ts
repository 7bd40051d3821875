// A failure queue → each of its messages, told once and taken from it.

import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { pause } from './pause.ts';

/** A queue that nothing consumes but a person: here, who looks at the terminal. */
export interface WatchedFailures {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly told: (body: string) => void;
}

/** How often it is looked at. */
const LOOK_MS = 500;

/** Looks until the signal is aborted. */
export async function watchFailures(
  { sqs, queueUrl, told }: WatchedFailures,
  signal: AbortSignal,
): Promise<void> {
  const input = { QueueUrl: queueUrl, MaxNumberOfMessages: 10 };
  while (!signal.aborted) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(input));
    for (const { Body = '', ReceiptHandle } of Messages) {
      told(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
    if (Messages.length === 0) await pause(LOOK_MS, signal);
  }
}
