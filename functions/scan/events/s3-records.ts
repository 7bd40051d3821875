// An S3 notification (`Records[].s3`) → requests. The same text arrives directly, in SQS, and in SNS in SQS.

import type { ObjectRef, Request } from './delivery.ts';
import { asObject, ownArray, ownNumber, ownObject, ownText, present } from './guards.ts';
import { decodeFormKey } from './object-key.ts';

/** Sent once by S3 when a notification is configured: it has no `Records`. */
const TEST_EVENT = 's3:TestEvent';

/** Requests of an S3 notification; undefined where the value is none. */
export function parseS3Notification(value: unknown): readonly Request[] | undefined {
  const notification = asObject(value);
  if (ownText(notification, 'Event') === TEST_EVENT) {
    return [{ kind: 'acknowledge', reason: 'test-event' }];
  }
  const records = ownArray(notification, 'Records');
  if (records === undefined || !records.some(isS3Record)) return undefined;
  return records.map(toRequest);
}

function isS3Record(record: unknown): boolean {
  return ownObject(asObject(record), 's3') !== undefined;
}

function toRequest(value: unknown): Request {
  const record = asObject(value);
  const eventName = ownText(record, 'eventName') ?? '';
  // `ObjectCreated:Put` in notifications, `s3:ObjectCreated:Put` in some replays of them.
  if (eventName !== '' && !eventName.includes('ObjectCreated:')) {
    return { kind: 'acknowledge', reason: 'not-created' };
  }
  const s3 = ownObject(record, 's3');
  const object = ownObject(s3, 'object');
  const bucket = ownText(ownObject(s3, 'bucket'), 'name');
  const encoded = ownText(object, 'key');
  const key = encoded === undefined ? undefined : decodeFormKey(encoded);
  if (bucket === undefined || key === undefined) {
    const found = encoded === undefined ? 'no key' : `key ${JSON.stringify(encoded)}`;
    const message = `S3 record names bucket ${JSON.stringify(bucket ?? null)} and ${found}; expected both, the key form-encoded`;
    return { kind: 'fault', message };
  }
  const pins = present<ObjectRef>({
    bucket,
    key,
    versionId: ownText(object, 'versionId'),
    etag: ownText(object, 'eTag'),
    size: ownNumber(object, 'size'),
  });
  return { kind: 'scan', object: { bucket, key, ...pins } };
}
