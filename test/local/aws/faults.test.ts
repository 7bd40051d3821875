// Planned faults, as the SDK's clients meet them.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  CreateBucketCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  PublishBatchCommand,
  PublishCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  type FaultEffect,
  LocalConfigError,
  queueArn,
  topicArn,
} from '../../../src/local/index.ts';
import { clientConfig, errorOf, type Stack, startStack } from './stack.ts';

const BODY = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
const SLOW_DOWN = { kind: 'status', status: 503, code: 'SlowDown' } as const;

async function withObject(t: TestContext): Promise<Stack> {
  const stack = await startStack(t);
  await stack.s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await stack.s3.send(new PutObjectCommand({ Bucket: 'logs', Key: 'k', Body: BODY }));
  return stack;
}

async function get(s3: S3Client, more: Partial<GetObjectCommandInput> = {}): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'logs', Key: 'k', ...more }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

/** What of a body arrives before it breaks, or has arrived when `enough` bytes are there. */
async function arrived(s3: S3Client, enough = Number.POSITIVE_INFINITY, Range?: string) {
  const Key = { Bucket: 'logs', Key: 'k', ...(Range === undefined ? {} : { Range }) };
  const { Body, ContentLength } = await s3.send(new GetObjectCommand(Key));
  if (Body === undefined || !('on' in Body)) throw new TypeError('expected a stream of Node');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of Body) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= enough) break;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { body: Buffer.concat(parts), ContentLength, code };
  }
  return { body: Buffer.concat(parts), ContentLength, code: undefined };
}

it('answers as often as planned with a status and code that the SDK retries', async (t) => {
  const { aws, s3 } = await withObject(t);
  const fault = aws.faults.add({ operation: 's3:GetObject', effect: SLOW_DOWN, times: 2 });
  const refused = await errorOf(get(s3));
  assert.deepEqual([refused.name, refused.status], ['SlowDown', 503]);
  const patient = new S3Client(clientConfig(aws.endpoint, 3));
  t.after(() => patient.destroy());
  assert.deepEqual(await get(patient), BODY);
  assert.equal(fault.hits, 2);
});

it('strikes only the operation and the requests it was planned for', async (t) => {
  const { aws, s3 } = await withObject(t);
  const fault = aws.faults.add({
    operation: 's3:GetObject',
    effect: SLOW_DOWN,
    times: Number.POSITIVE_INFINITY,
    when: ({ headers }) => headers['range'] !== undefined,
  });
  await get(s3);
  await s3.send(new PutObjectCommand({ Bucket: 'logs', Key: 'other', Body: 'x' }));
  assert.equal(fault.hits, 0);
  assert.equal((await errorOf(get(s3, { Range: 'bytes=0-1' }))).name, 'SlowDown');
  fault.cancel();
  await get(s3, { Range: 'bytes=0-1' });
  assert.equal(fault.hits, 1);
});

it('tells how long to wait in Retry-After', async (t) => {
  const { aws } = await withObject(t);
  aws.faults.add({ operation: 's3:*', effect: { ...SLOW_DOWN, retryAfterSeconds: 7 } });
  const answer = await fetch(`${aws.endpoint}/logs/k`);
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '7']);
});

it('states an error as SQS and as SNS do, and keeps the operation from taking place', async (t) => {
  const stack = await startStack(t);
  const QueueUrl = await stack.queue('q');
  await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  const effect = { kind: 'status', status: 403, code: 'KmsThrottled' } as const;
  stack.aws.faults.add({ operation: 'sqs:SendMessage', effect });
  const send = () => stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  assert.equal((await errorOf(send())).name, 'KmsThrottled');
  assert.deepEqual(await stack.receive('q'), []);
  await send();
  const throttling = { kind: 'status', status: 400, code: 'Throttling' } as const;
  stack.aws.faults.add({ operation: 'sns:Publish', effect: throttling });
  const publish = new PublishCommand({ TopicArn: topicArn('alerts'), Message: 'x' });
  const refused = await errorOf(stack.sns.send(publish));
  assert.deepEqual([refused.name, refused.status], ['Throttling', 400]);
});

it('resets the connection without an answer', async (t) => {
  const { aws, s3 } = await withObject(t);
  aws.faults.add({ operation: 's3:PutObject', effect: { kind: 'reset' } });
  const put = new PutObjectCommand({ Bucket: 'logs', Key: 'new', Body: 'x' });
  const { error } = await errorOf(s3.send(put));
  assert.equal('code' in error ? error.code : undefined, 'ECONNRESET');
  assert.equal((await errorOf(get(s3, { Key: 'new' }))).name, 'NoSuchKey');
});

it('delays, then does what another fault or the operation does', async (t) => {
  const { aws, s3 } = await withObject(t);
  const delay = { kind: 'delay', delayMs: 20 } as const;
  const fault = aws.faults.add({ operation: 's3:GetObject', effect: delay, times: 2 });
  aws.faults.add({ operation: 's3:GetObject', effect: SLOW_DOWN });
  assert.equal((await errorOf(get(s3))).name, 'SlowDown');
  assert.deepEqual(await get(s3), BODY);
  assert.equal(fault.hits, 2);
});

for (const afterBytes of [0, 1, 65_536, 299_999]) {
  it(`breaks a body by a reset after ${afterBytes} bytes`, async (t) => {
    const { aws, s3 } = await withObject(t);
    aws.faults.add({ operation: 's3:GetObject', effect: { kind: 'break', afterBytes } });
    const { body, ContentLength, code } = await arrived(s3);
    // A reset takes from a busy client what it has not read: exact only where one read takes all.
    const isOneRead = afterBytes <= 1;
    assert.ok(isOneRead ? body.length === afterBytes : body.length <= afterBytes);
    assert.deepEqual(body, BODY.subarray(0, body.length));
    assert.deepEqual([ContentLength, code], [BODY.length, 'ECONNRESET']);
    assert.deepEqual(await get(s3), BODY);
  });
}

it('counts the bytes of a ranged body from its own first byte', async (t) => {
  const { aws, s3 } = await withObject(t);
  aws.faults.add({ operation: 's3:GetObject', effect: { kind: 'break', afterBytes: 10 } });
  const { body, code } = await arrived(s3, undefined, 'bytes=1000-');
  assert.deepEqual([body, code], [BODY.subarray(1_000, 1_010), 'ECONNRESET']);
});

it('stalls a body until the client gives up', async (t) => {
  const { aws, s3 } = await withObject(t);
  aws.faults.add({ operation: 's3:GetObject', effect: { kind: 'stall', afterBytes: 5_000 } });
  const { body } = await arrived(s3, 5_000);
  assert.deepEqual(body, BODY.subarray(0, 5_000));
});

it('stops while a body stalls and a request is delayed', async (t) => {
  const { aws, s3 } = await withObject(t);
  aws.faults.add({ operation: 's3:GetObject', effect: { kind: 'stall', afterBytes: 1 } });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'logs', Key: 'k' }));
  const delayed = aws.faults.add({
    operation: 's3:GetObject',
    effect: { kind: 'delay', delayMs: 600_000 },
  });
  const late = get(s3);
  const ends = Promise.allSettled([Body?.transformToByteArray(), late]);
  while (delayed.hits === 0) await new Promise((resolve) => setImmediate(resolve));
  await aws.stop();
  for (const { status } of await ends) assert.equal(status, 'rejected');
});

async function publishBatch({ sns }: Stack) {
  const PublishBatchRequestEntries = ['a', 'b', 'c'].map((Id) => ({ Id, Message: Id }));
  const TopicArn = topicArn('alerts');
  return await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
}

for (const ids of [['b'], ['a', 'b', 'c']]) {
  it(`lets ${ids.join(', ')} of a batch of three fail alone, once`, async (t) => {
    const stack = await startStack(t);
    await stack.queue('q');
    const { TopicArn } = await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
    const Attributes = { RawMessageDelivery: 'true' };
    const target = { TopicArn, Protocol: 'sqs', Endpoint: queueArn('q'), Attributes };
    await stack.sns.send(new SubscribeCommand(target));
    const effect = { kind: 'failEntries', code: 'InternalError', senderFault: false, ids } as const;
    stack.aws.faults.add({ operation: 'sns:PublishBatch', effect });
    const { Failed, Successful = [] } = await publishBatch(stack);
    assert.deepEqual(
      Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      ids.map((id) => [id, 'InternalError', false]),
    );
    const sent = (await stack.receive('q')).map(({ Body }) => Body).toSorted();
    assert.deepEqual(
      sent,
      ['a', 'b', 'c'].filter((id) => !ids.includes(id)),
    );
    assert.deepEqual(
      Successful.map(({ Id }) => Id),
      sent,
    );
    assert.equal((await publishBatch(stack)).Failed?.length, 0);
  });
}

const MISPLACED: readonly FaultEffect[] = [
  { kind: 'break', afterBytes: 1 },
  { kind: 'stall', afterBytes: 1 },
  { kind: 'failEntries', code: 'InternalError', senderFault: false },
];

it('refuses a fault of a kind that the operation cannot have', async (t) => {
  const { aws } = await startStack(t);
  for (const effect of MISPLACED) {
    assert.throws(() => aws.faults.add({ operation: 's3:PutObject', effect }), LocalConfigError);
  }
});

it('forgets all faults at once', async (t) => {
  const { aws, s3 } = await withObject(t);
  aws.faults.add({ operation: 's3:*', effect: SLOW_DOWN });
  aws.faults.add({ operation: 's3:GetObject', effect: { kind: 'reset' } });
  aws.faults.clear();
  assert.deepEqual(await get(s3), BODY);
});
