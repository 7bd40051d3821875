// Envelopes as the services write them, cut to what matters.

/** One record of an S3 notification. `key` is encoded, as S3 does. */
export function s3Record(key: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  return {
    eventVersion: '2.6',
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: {
      bucket: { name: 'logs', arn: 'arn:aws:s3:::logs' },
      object: { key, size: 12, eTag: 'e1', sequencer: '0A', ...more },
    },
  };
}

/** An S3 notification. */
export function s3Event(...keys: readonly string[]): unknown {
  return { Records: keys.map((key) => s3Record(key)) };
}

/** What S3 sends when a notification is configured. */
export const TEST_EVENT = { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'logs' };

/** An SQS event with these bodies; message `m0`, `m1`, … received once each. */
export function sqsEvent(...bodies: readonly unknown[]): unknown {
  const Records = bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1' },
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:scan',
  }));
  return { Records };
}

/** A notification in the envelope that SNS puts around it. */
export function snsEnvelope(notification: unknown): unknown {
  return {
    Type: 'Notification',
    MessageId: '0',
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:logs',
    Message: JSON.stringify(notification),
  };
}

/** An EventBridge event of S3. `key` is not encoded. */
export function bridgeEvent(key: string, detailType = 'Object Created'): unknown {
  return {
    version: '0',
    source: 'aws.s3',
    'detail-type': detailType,
    detail: {
      bucket: { name: 'logs' },
      object: { key, size: 12, etag: 'e1', 'version-id': 'v1', sequencer: '0A' },
      reason: 'PutObject',
    },
  };
}

/** An S3 Batch invocation of schema 1.0. `s3Key` is encoded. */
export function batchEvent(...keys: readonly string[]): unknown {
  return {
    invocationSchemaVersion: '1.0',
    invocationId: 'i1',
    job: { id: 'j1' },
    tasks: keys.map((s3Key, index) => ({
      taskId: `t${index}`,
      s3Key,
      s3VersionId: null,
      s3BucketArn: 'arn:aws:s3:::logs',
    })),
  };
}
