// An EventBridge event of S3 (`detail-type: Object Created`) → requests. Its keys are not encoded.

import type { ObjectRef, Request } from './delivery.ts';
import { asObject, ownNumber, ownObject, ownText, present } from './guards.ts';

/** Requests of an EventBridge event from S3; undefined where the value is none. */
export function parseEventBridge(value: unknown): readonly Request[] | undefined {
  const event = asObject(value);
  if (ownText(event, 'source') !== 'aws.s3' || ownObject(event, 'detail') === undefined) {
    return undefined;
  }
  if (ownText(event, 'detail-type') !== 'Object Created') {
    return [{ kind: 'acknowledge', reason: 'not-created' }];
  }
  const detail = ownObject(event, 'detail');
  const object = ownObject(detail, 'object');
  const bucket = ownText(ownObject(detail, 'bucket'), 'name');
  const key = ownText(object, 'key');
  if (bucket === undefined || key === undefined) {
    const message = `EventBridge event names bucket ${JSON.stringify(bucket ?? null)} and key ${JSON.stringify(key ?? null)}; expected both`;
    return [{ kind: 'fault', message }];
  }
  const pins = present<ObjectRef>({
    bucket,
    key,
    versionId: ownText(object, 'version-id'),
    etag: ownText(object, 'etag'),
    size: ownNumber(object, 'size'),
  });
  return [{ kind: 'scan', object: { bucket, key, ...pins } }];
}
