// A created object and a configuration → the notification in the shape its target gets, sent.

import { assertNever } from '../assert-never.ts';
import { DeliveryError } from '../errors.ts';
import type { CreatedObject } from './created-object.ts';
import type { InternalCalls } from './internal-calls.ts';
import type { BucketNotification, NotificationTarget } from './notification.ts';
import { eventBridgeEvent, s3Event, testEvent } from './s3-event.ts';

/** Sends the notification. Rejects with what kept it from arriving. */
export async function deliver(
  { target, id }: BucketNotification & { readonly id: string },
  object: CreatedObject,
  calls: InternalCalls,
): Promise<void> {
  switch (target.kind) {
    case 'queue':
      return await calls.sendMessage(target.queueArn, JSON.stringify(s3Event(object, id)));
    case 'topic':
      return await calls.publish(target.topicArn, JSON.stringify(s3Event(object, id)));
    case 'eventBridge':
      return await calls.sendMessage(target.queueArn, JSON.stringify(eventBridgeEvent(object)));
    case 'lambda':
      return await invoke(target, s3Event(object, id));
    default:
      return assertNever(target);
  }
}

/** Sends the test event by which S3 proves a queue or topic on configuration; the others get none. */
export async function deliverTest(
  target: NotificationTarget,
  bucket: string,
  calls: InternalCalls,
): Promise<void> {
  const event = JSON.stringify(testEvent(bucket, new Date()));
  if (target.kind === 'queue') await calls.sendMessage(target.queueArn, event);
  if (target.kind === 'topic') await calls.publish(target.topicArn, event);
}

async function invoke(
  { invoke }: Extract<NotificationTarget, { kind: 'lambda' }>,
  event: object,
): Promise<void> {
  try {
    await invoke(event);
  } catch (cause) {
    throw new DeliveryError(`the function did not take S3's notification: ${String(cause)}`, {
      cause,
    });
  }
}
