// Objects created in a bucket → the notifications its targets get.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import {
  type BucketNotification,
  DeliveryError,
  LocalConfigError,
  queueArn,
  topicArn,
} from '../../../src/local/index.ts';
import { type Stack, startStack } from './stack.ts';

const TO_QUEUE = { kind: 'queue', queueArn: queueArn('q') } as const;

/** A stack with bucket `logs` and queue `q`, notified as configured, the test event taken. */
async function withNotification(
  t: TestContext,
  ...notifications: readonly BucketNotification[]
): Promise<Stack> {
  const stack = await startStack(t);
  await stack.s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await stack.queue('q', { VisibilityTimeout: '600' });
  for (const notification of notifications) await stack.aws.notify('logs', notification);
  await stack.receive('q');
  return stack;
}

async function put({ s3 }: Stack, Key: string, Body = 'hello') {
  return await s3.send(new PutObjectCommand({ Bucket: 'logs', Key, Body }));
}

/** The first record of each notification, as far as a test asks. */
interface S3Record {
  readonly eventName: string;
  readonly s3: {
    readonly configurationId: string;
    readonly bucket: { readonly name: string; readonly arn: string };
    readonly object: Readonly<Record<string, unknown>>;
  };
}

/** Asserts that a value is a notification of one record. */
function recordOf(body: unknown): S3Record {
  assert.ok(typeof body === 'object' && body !== null && 'Records' in body);
  assert.ok(Array.isArray(body.Records) && body.Records.length === 1);
  return body.Records[0];
}

async function records(stack: Stack): Promise<readonly S3Record[]> {
  await stack.aws.flush();
  return (await stack.bodies('q')).map(recordOf);
}

async function keys(stack: Stack): Promise<readonly unknown[]> {
  return (await records(stack)).map(({ s3 }) => s3.object['key']).toSorted();
}

it('tells a queue of an object: bucket, key, size, ETag, no version', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE, id: 'edr' });
  const { ETag = '' } = await put(stack, 'a/b.json');
  const [record] = await records(stack);
  assert.equal(record?.eventName, 'ObjectCreated:Put');
  assert.equal(record.s3.configurationId, 'edr');
  assert.equal(record.s3.bucket.arn, 'arn:aws:s3:::logs');
  const { sequencer, ...object } = record.s3.object;
  assert.deepEqual(object, { key: 'a/b.json', size: 5, eTag: ETag.replaceAll('"', '') });
  assert.match(String(sequencer), /^[0-9A-F]{18}$/);
});

const ENCODED: Readonly<Record<string, string>> = {
  'a b+c.gz': 'a+b%2Bc.gz',
  'é%/x=1&y': '%C3%A9%25/x%3D1%26y',
  "(1)!'*~": '%281%29%21%27*%7E',
  'a//../b': 'a//../b',
};

for (const [key, encoded] of Object.entries(ENCODED)) {
  it(`spells the key ${key} as ${encoded}`, async (t) => {
    const stack = await withNotification(t, { target: TO_QUEUE });
    await put(stack, key);
    assert.deepEqual(await keys(stack), [encoded]);
    assert.equal(decodeURIComponent(encoded.replaceAll('+', ' ')), key);
  });
}

it('numbers the writes of a key so that the later is greater', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  for (const body of ['1', '22', '333']) await put(stack, 'k', body);
  const objects = (await records(stack)).map(({ s3 }) => s3.object);
  const ordered = objects.toSorted((a, b) =>
    String(a['sequencer']) < String(b['sequencer']) ? -1 : 1,
  );
  assert.deepEqual(
    ordered.map(({ size }) => size),
    [1, 2, 3],
  );
});

it('tells each of two concurrent writers of one key its own ETag and size', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  const bodies = ['1', '22', '333', '4444'];
  const answers = await Promise.all(bodies.map((body) => put(stack, 'k', body)));
  const told = (await records(stack)).map(
    ({ s3: { object } }) => `${object['size']} ${object['eTag']}`,
  );
  const written = answers.map(({ ETag = '' }, i) => `${i + 1} ${ETag.replaceAll('"', '')}`);
  assert.deepEqual(told.toSorted(), written.toSorted());
});

it('names a multipart upload and a copy for what they are', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  const target = { Bucket: 'logs', Key: 'parts' };
  const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand(target));
  const part = await stack.s3.send(
    new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'part' }),
  );
  assert.deepEqual(await records(stack), []);
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: part.ETag }] };
  const { ETag = '' } = await stack.s3.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }),
  );
  const copy = { Bucket: 'logs', Key: 'copy', CopySource: 'logs/parts' };
  await stack.s3.send(new CopyObjectCommand(copy));
  const told = (await records(stack)).map(({ eventName, s3 }) => [eventName, s3.object['size']]);
  assert.deepEqual(told.toSorted(), [
    ['ObjectCreated:CompleteMultipartUpload', 4],
    ['ObjectCreated:Copy', 4],
  ]);
  assert.match(ETag, /-1"$/);
});

it('tells of what was stored alone, not of a deletion, a refused or a struck write', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  const { faults } = stack.aws;
  faults.add({
    operation: 's3:PutObject',
    effect: { kind: 'status', status: 500, code: 'InternalError' },
  });
  await assert.rejects(put(stack, 'k'));
  await put(stack, 'k');
  const again = { Bucket: 'logs', Key: 'k', Body: 'x', IfNoneMatch: '*' };
  await assert.rejects(stack.s3.send(new PutObjectCommand(again)));
  await stack.s3.send(new DeleteObjectCommand({ Bucket: 'logs', Key: 'k' }));
  assert.equal((await records(stack)).length, 1);
});

it('tells only of keys with the prefix and suffix, compared as they are, not as encoded', async (t) => {
  const filter = { prefix: 'in put/', suffix: '+.gz' };
  const stack = await withNotification(t, { target: TO_QUEUE, ...filter });
  for (const key of ['in put/a+.gz', 'in put/a.gz', 'other/a+.gz']) await put(stack, key);
  assert.deepEqual(await keys(stack), ['in+put/a%2B.gz']);
});

it('tells only of the events configured', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE, events: ['s3:ObjectCreated:Copy'] });
  await put(stack, 'k');
  const copy = { Bucket: 'logs', Key: 'copy', CopySource: 'logs/k' };
  await stack.s3.send(new CopyObjectCommand(copy));
  assert.deepEqual(await keys(stack), ['copy']);
});

it('sends s3:TestEvent to a queue and to a topic when they are configured', async (t) => {
  const stack = await withNotification(t);
  await topicWithQueue(stack, {});
  await stack.aws.notify('logs', { target: TO_QUEUE, prefix: 'a/' });
  await stack.aws.notify('logs', { target: TO_TOPIC, prefix: 'b/' });
  const [bare, wrapped] = (await stack.bodies('q')).map((body) => Object(body));
  for (const event of [bare, JSON.parse(String(wrapped.Message))]) {
    assert.deepEqual(
      [event.Service, event.Event, event.Bucket, event.Records],
      ['Amazon S3', 's3:TestEvent', 'logs', undefined],
    );
  }
});

const TO_TOPIC = { kind: 'topic', topicArn: topicArn('created') } as const;

async function topicWithQueue({ sns }: Stack, Attributes: Record<string, string>): Promise<void> {
  await sns.send(new CreateTopicCommand({ Name: 'created' }));
  const TopicArn = topicArn('created');
  await sns.send(
    new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queueArn('q'), Attributes }),
  );
}

it("wraps the notification in SNS's envelope on its way by a topic", async (t) => {
  const stack = await withNotification(t);
  await topicWithQueue(stack, {});
  await stack.aws.notify('logs', { target: TO_TOPIC });
  await stack.receive('q');
  await put(stack, 'a b');
  await stack.aws.flush();
  const [body] = await stack.bodies('q');
  const { Type, TopicArn, Subject, Message } = Object(body);
  assert.deepEqual(
    [Type, TopicArn, Subject],
    ['Notification', topicArn('created'), 'Amazon S3 Notification'],
  );
  assert.equal(recordOf(JSON.parse(String(Message))).s3.object['key'], 'a+b');
});

it('gives the bare notification on its way by a topic with raw delivery', async (t) => {
  const stack = await withNotification(t);
  await topicWithQueue(stack, { RawMessageDelivery: 'true' });
  await stack.aws.notify('logs', { target: TO_TOPIC });
  await stack.receive('q');
  await put(stack, 'a b');
  assert.deepEqual(await keys(stack), ['a+b']);
});

it("puts EventBridge's event on a queue, the key not encoded", async (t) => {
  const target = { kind: 'eventBridge', queueArn: queueArn('q') } as const;
  const stack = await withNotification(t, { target, prefix: 'a' });
  const { ETag = '' } = await put(stack, 'a b+é.gz');
  await stack.aws.flush();
  const [body, ...more] = await stack.bodies('q');
  assert.deepEqual(more, []);
  const { source, 'detail-type': detailType, account, time, resources, detail } = Object(body);
  assert.deepEqual(
    [source, detailType, account, resources],
    ['aws.s3', 'Object Created', '000000000000', ['arn:aws:s3:::logs']],
  );
  assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const { bucket, object, reason } = detail;
  assert.deepEqual([bucket, reason], [{ name: 'logs' }, 'PutObject']);
  const { sequencer: _, ...rest } = object;
  assert.deepEqual(rest, { key: 'a b+é.gz', size: 5, etag: ETag.replaceAll('"', '') });
});

it('invokes a function with the notification, and flush waits for it', async (t) => {
  const invoked: unknown[] = [];
  const invoke = async (payload: unknown): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    invoked.push(payload);
  };
  const stack = await withNotification(t, { target: { kind: 'lambda', invoke } });
  await put(stack, 'a b');
  await stack.aws.flush();
  assert.deepEqual(
    invoked.map((payload) => recordOf(payload).s3.object['key']),
    ['a+b'],
  );
});

it('reports a function that threw and a queue that is gone to flush, or else to stop', async (t) => {
  const invoke = () => Promise.reject(new Error('out of order'));
  const stack = await withNotification(
    t,
    { target: { kind: 'lambda', invoke }, prefix: 'a' },
    { target: TO_QUEUE, prefix: 'b' },
  );
  const { aws, sqs } = stack;
  await sqs.send(new DeleteQueueCommand({ QueueUrl: aws.queueUrl('q') }));
  await put(stack, 'a');
  await assert.rejects(aws.flush(), { name: 'DeliveryError', message: /out of order/ });
  await aws.flush();
  await put(stack, 'b');
  await assert.rejects(aws.stop(), DeliveryError);
});

it('keeps the delivery of S3 itself out of the log and out of faults', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  const fault = stack.aws.faults.add({ operation: 'sqs:SendMessage', effect: { kind: 'reset' } });
  const before = stack.aws.log.length;
  await put(stack, 'k');
  await stack.aws.flush();
  assert.deepEqual(
    stack.aws.log.slice(before).map(({ id }) => id),
    ['s3:PutObject'],
  );
  assert.equal(fault.hits, 0);
});

it('forgets the notifications of a bucket that is deleted', async (t) => {
  const stack = await withNotification(t, { target: TO_QUEUE });
  await stack.s3.send(new DeleteBucketCommand({ Bucket: 'logs' }));
  await stack.s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await put(stack, 'k');
  assert.deepEqual(await records(stack), []);
});

const OVERLAPPING: readonly (readonly [
  Partial<BucketNotification>,
  Partial<BucketNotification>,
])[] = [
  [{}, {}],
  [{ prefix: 'a/' }, { prefix: 'a/b/' }],
  [{ prefix: 'a' }, { suffix: '.gz' }],
  [{ suffix: 'gz' }, { suffix: '.gz' }],
  [{ events: ['s3:ObjectCreated:Put'] }, { events: ['s3:ObjectCreated:*'] }],
];

const APART: typeof OVERLAPPING = [
  [{ prefix: 'a/' }, { prefix: 'b/' }],
  [{ suffix: '.gz' }, { suffix: '.zst' }],
  [{ events: ['s3:ObjectCreated:Put'] }, { events: ['s3:ObjectCreated:Copy'] }],
  [{}, { target: { kind: 'eventBridge', queueArn: queueArn('q') } }],
];

it('refuses configurations that overlap, as S3 does, and takes those that do not', async (t) => {
  for (const [one, other] of OVERLAPPING) {
    const { aws } = await withNotification(t, { target: TO_QUEUE, ...one });
    const overlap = { name: 'LocalConfigError', message: /^Configurations overlap/ };
    await assert.rejects(aws.notify('logs', { target: TO_QUEUE, ...other }), overlap);
  }
  for (const [one, other] of APART) {
    await withNotification(t, { target: TO_QUEUE, ...one }, { target: TO_QUEUE, ...other });
  }
});

it('refuses a bucket, a queue or a topic that is not there, and events it cannot tell of', async (t) => {
  const { aws } = await withNotification(t);
  const absent = queueArn('absent');
  await assert.rejects(aws.notify('absent', { target: TO_QUEUE }), LocalConfigError);
  const refused: readonly BucketNotification[] = [
    { target: { kind: 'queue', queueArn: absent } },
    { target: TO_TOPIC },
    { target: TO_QUEUE, events: ['s3:ObjectRemoved:*'] },
    { target: TO_QUEUE, events: [] },
  ];
  for (const notification of refused) {
    await assert.rejects(aws.notify('logs', notification), LocalConfigError);
  }
});
