// An SQS event → the messages of the batch, with what decides how long they are tried.

import { parseJson } from '../../src/model/index.ts';
import { asObject, own, ownArray, ownObject, ownText } from '../scan/events/guards.ts';

/** A message of the destination's queue. */
export interface QueueMessage {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
  /** When it came into the queue, epoch ms; undefined where SQS does not say. */
  readonly sentMs: number | undefined;
}

/**
 * The messages, those first that were tried least: what keeps failing takes no time from what was
 * never tried. Throws TypeError for what is no SQS event: nothing of it can be reported as failed.
 */
export function parseQueueMessages(event: unknown): readonly QueueMessage[] {
  const records = ownArray(asObject(event), 'Records');
  if (records === undefined || !records.every(isOfSqs)) {
    throw new TypeError(
      'the event is no batch of SQS; expected one from the queue of a destination',
    );
  }
  return records.map(toMessage).toSorted((a, b) => a.receiveCount - b.receiveCount);
}

function isOfSqs(record: unknown): boolean {
  return ownText(asObject(record), 'eventSource') === 'aws:sqs';
}

function toMessage(value: unknown): QueueMessage {
  const record = asObject(value);
  const attributes = ownObject(record, 'attributes');
  const body = own(record, 'body');
  return {
    id: ownText(record, 'messageId') ?? '',
    receiptHandle: ownText(record, 'receiptHandle') ?? '',
    body: typeof body === 'string' ? unwrapped(body) : '',
    receiveCount: Math.max(1, wholeNumber(ownText(attributes, 'ApproximateReceiveCount')) ?? 1),
    sentMs: wholeNumber(ownText(attributes, 'SentTimestamp')),
  };
}

/**
 * The message as it was published. Raw delivery has no envelope; SNS does not say whether what it gives to its own dead-letter
 * queue has one, and a redrive must not lose that.
 */
function unwrapped(body: string): string {
  if (!body.includes('"Notification"')) return body;
  const envelope = asObject(parseJson(body));
  const message = ownText(envelope, 'Message');
  return ownText(envelope, 'Type') === 'Notification' && message !== undefined ? message : body;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
