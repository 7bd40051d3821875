// An SQS batch → a delivery of one message a unit. A body is an S3 notification, one wrapped by SNS, an EventBridge event, or
// what an earlier scan left of an object.

import { parseJson } from '../../../src/model/index.ts';
import { parseContinuation } from './continuation.ts';
import type { Delivery, DeliveryUnit, Request } from './delivery.ts';
import { parseEventBridge } from './eventbridge.ts';
import { asObject, own, ownArray, ownObject, ownText } from './guards.ts';
import { parseS3Notification } from './s3-records.ts';

/** The delivery of an SQS event; undefined where the value is none. */
export function parseSqs(value: unknown): Delivery | undefined {
  const records = ownArray(asObject(value), 'Records');
  if (records === undefined || records.length === 0) return undefined;
  if (!records.every((record) => ownText(asObject(record), 'eventSource') === 'aws:sqs')) {
    return undefined;
  }
  return { shape: 'sqs', units: records.map(toUnit) };
}

function toUnit(value: unknown): DeliveryUnit {
  const record = asObject(value);
  const count = Number(ownText(ownObject(record, 'attributes'), 'ApproximateReceiveCount') ?? '1');
  return {
    id: ownText(record, 'messageId') ?? '',
    receiveCount: Number.isInteger(count) && count > 0 ? count : 1,
    requests: parseBody(own(record, 'body')),
  };
}

function parseBody(body: unknown): readonly Request[] {
  const value = typeof body === 'string' ? parseJson(body) : undefined;
  const requests = parseContinuation(value) ?? parseNotification(value) ?? parseSnsEnvelope(value);
  if (requests !== undefined) return requests;
  const found =
    typeof body === 'string' ? `${body.length} characters of something else` : 'no body';
  const message = `SQS message holds ${found}; expected an S3 notification, directly, by SNS or by EventBridge, or the rest of an object`;
  return [{ kind: 'fault', message }];
}

function parseNotification(value: unknown): readonly Request[] | undefined {
  return parseS3Notification(value) ?? parseEventBridge(value);
}

/** SNS without raw delivery puts the notification, as text, under `Message`. */
function parseSnsEnvelope(value: unknown): readonly Request[] | undefined {
  const envelope = asObject(value);
  const message = ownText(envelope, 'Message');
  if (message === undefined || ownText(envelope, 'TopicArn') === undefined) return undefined;
  return parseNotification(parseJson(message));
}
