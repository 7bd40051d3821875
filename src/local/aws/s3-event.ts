// A created object → the notification S3 sends, the event it puts on EventBridge, and the test event of a configuration.

import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID, s3Arn } from '../names.ts';
import type { CreatedObject } from './created-object.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
const EVENT_VERSION = '2.6';
const PRINCIPAL_ID = 'EXAMPLE';
const SOURCE_IP = '127.0.0.1';

/**
 * A key as notifications spell it: form-encoded, so a space is `+` and a plus `%2B`, but for slashes.
 * Notifications to SQS, SNS and Lambda only: EventBridge does not encode.
 */
export function encodeKey(key: string): string {
  return new URLSearchParams({ key }).toString().slice('key='.length).replaceAll('%2F', '/');
}

/** The notification to SQS, SNS and Lambda. `versionId` is absent where the bucket has none. */
export function s3Event(object: CreatedObject, configurationId: string): object {
  const { bucket, key, size, etag, versionId, sequencer } = object;
  const record = {
    eventVersion: EVENT_VERSION,
    eventSource: 'aws:s3',
    awsRegion: object.region,
    eventTime: object.time.toISOString(),
    eventName: `ObjectCreated:${object.kind}`,
    userIdentity: { principalId: PRINCIPAL_ID },
    requestParameters: { sourceIPAddress: SOURCE_IP },
    responseElements: { 'x-amz-request-id': requestId(), 'x-amz-id-2': randomUUID() },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: { name: bucket, ownerIdentity: { principalId: PRINCIPAL_ID }, arn: s3Arn(bucket) },
      object: {
        key: encodeKey(key),
        size,
        eTag: etag,
        ...(versionId === undefined ? {} : { versionId }),
        sequencer,
      },
    },
  };
  return { Records: [record] };
}

/** The event on EventBridge. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function eventBridgeEvent(object: CreatedObject): object {
  const { bucket, key, size, etag, versionId, sequencer } = object;
  const version = versionId === undefined ? {} : { 'version-id': versionId };
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: ACCOUNT_ID,
    time: wholeSeconds(object.time),
    region: object.region,
    resources: [s3Arn(bucket)],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, ...version, sequencer },
      'request-id': requestId(),
      requester: ACCOUNT_ID,
      'source-ip-address': SOURCE_IP,
      reason: object.reason,
    },
  };
}

/** What a queue or topic gets, once, when a bucket is configured to notify it. It has no `Records`. */
export function testEvent(bucket: string, time: Date): object {
  return {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: time.toISOString(),
    Bucket: bucket,
    RequestId: requestId(),
    HostId: randomUUID(),
  };
}

const requestId = (): string => randomUUID().replaceAll('-', '').slice(0, 16).toUpperCase();

/** EventBridge's time has no fraction. */
const wholeSeconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');
