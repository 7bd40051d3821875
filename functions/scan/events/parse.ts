// An invocation's payload → a delivery. Shapes are told apart by structure, never by configuration.

import type { Delivery, DeliveryShape, Request } from './delivery.ts';
import { parseEventBridge } from './eventbridge.ts';
import { parseS3Batch } from './s3-batch.ts';
import { parseS3Notification } from './s3-records.ts';
import { parseSqs } from './sqs.ts';

/** A payload of no known shape. Thrown: an answer would tell the caller that something was done. */
export class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';

  constructor(event: unknown) {
    const keys = typeof event === 'object' && event !== null ? Object.keys(event).slice(0, 10) : [];
    super(
      `the event is ${typeof event} with keys ${JSON.stringify(keys)}; expected SQS, S3, EventBridge or S3 Batch`,
    );
  }
}

/** Parses a payload. */
export function parseDelivery(event: unknown): Delivery {
  const delivery = parseSqs(event) ?? parseS3Batch(event);
  if (delivery !== undefined) return delivery;
  const s3 = parseS3Notification(event);
  if (s3 !== undefined) return single('s3', s3);
  const bridge = parseEventBridge(event);
  if (bridge !== undefined) return single('eventbridge', bridge);
  throw new UnknownEventError(event);
}

function single(shape: DeliveryShape, requests: readonly Request[]): Delivery {
  return { shape, units: [{ id: '0', receiveCount: 1, requests }] };
}
