// An S3 Batch Operations invocation (`tasks[]`) → a delivery of one task a unit.

import type { Delivery, ObjectRef, Request } from './delivery.ts';
import { asObject, ownArray, ownObject, ownText, present, type Unknowns } from './guards.ts';
import { decodeFormKey } from './object-key.ts';

const BUCKET_ARN = /^arn:[^:]+:s3:::(.+)$/;

/** The delivery of an S3 Batch invocation, schema 1.0 or 2.0; undefined where the value is none. */
export function parseS3Batch(value: unknown): Delivery | undefined {
  const event = asObject(value);
  const tasks = ownArray(event, 'tasks');
  const invocationId = ownText(event, 'invocationId');
  const invocationSchemaVersion = ownText(event, 'invocationSchemaVersion');
  if (tasks === undefined || invocationId === undefined) return undefined;
  if (invocationSchemaVersion === undefined || ownObject(event, 'job') === undefined)
    return undefined;
  const units = tasks.map((task, index) => ({
    id: ownText(asObject(task), 'taskId') ?? String(index),
    receiveCount: 1,
    requests: [toRequest(asObject(task))],
  }));
  return { shape: 's3-batch', units, batch: { invocationSchemaVersion, invocationId } };
}

function toRequest(task: Unknowns | undefined): Request {
  const encoded = ownText(task, 's3Key');
  const key = encoded === undefined ? undefined : decodeFormKey(encoded);
  const arn = ownText(task, 's3BucketArn') ?? '';
  const bucket = ownText(task, 's3Bucket') ?? BUCKET_ARN.exec(arn)?.[1];
  if (bucket === undefined || key === undefined) {
    const message = `S3 Batch task names bucket ${JSON.stringify(bucket ?? arn)} and key ${JSON.stringify(encoded ?? null)}; expected both, the key form-encoded`;
    return { kind: 'fault', message };
  }
  const pins = present<ObjectRef>({ bucket, key, versionId: ownText(task, 's3VersionId') });
  return { kind: 'scan', object: { bucket, key, ...pins } };
}
