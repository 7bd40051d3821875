// SQS of this machine: URLs that resolve, visibility, redrive.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  ChangeMessageVisibilityCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { queueArn } from '../../../src/local/index.ts';
import { startStack } from './stack.ts';

it('gives URLs of its own address, by whichever call they are asked for', async (t) => {
  const stack = await startStack(t);
  const url = stack.aws.queueUrl('q');
  assert.equal(await stack.queue('q'), url);
  assert.equal((await stack.sqs.send(new GetQueueUrlCommand({ QueueName: 'q' }))).QueueUrl, url);
  assert.deepEqual((await stack.sqs.send(new ListQueuesCommand({}))).QueueUrls, [url]);
});

it('can be used by a client that knows AWS_ENDPOINT_URL alone', async (t) => {
  const stack = await startStack(t);
  await stack.queue('q');
  process.env['AWS_ENDPOINT_URL'] = stack.aws.endpoint;
  const { endpoint: _, ...config } = stack.config;
  const client = new SQSClient(config);
  t.after(() => {
    client.destroy();
    delete process.env['AWS_ENDPOINT_URL'];
  });
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'q' }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
  assert.deepEqual(
    (await stack.receive('q')).map(({ Body }) => Body),
    ['hello'],
  );
});

it('moves a message to the DLQ once it was received as often as the redrive policy says', async (t) => {
  const stack = await startStack(t);
  await stack.queue('dlq');
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: queueArn('dlq'),
    maxReceiveCount: 2,
  });
  const QueueUrl = await stack.queue('q', { RedrivePolicy });
  await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
  for (const count of ['1', '2']) {
    const [message] = await stack.receive('q');
    assert.equal(message?.Attributes?.ApproximateReceiveCount, count);
    const { ReceiptHandle } = message;
    await stack.sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
    );
  }
  assert.deepEqual(await stack.receive('q'), []);
  assert.deepEqual(
    (await stack.receive('dlq')).map(({ Body }) => Body),
    ['poison'],
  );
});
