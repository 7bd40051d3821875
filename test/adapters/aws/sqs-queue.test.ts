// The source queue as SQS answers for it: what is sent and asked, what is tried again, what is given up.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it, type TestContext } from 'node:test';
import {
  createSqsClient,
  createSqsGauge,
  createSqsQueue,
  MAX_QUEUE_ATTEMPTS,
  QueueError,
} from '../../../src/adapters/aws/index.ts';
import { type Answer, HERE, resetAtOnce, startServer } from './test-server.ts';

async function open(t: TestContext, script: readonly Answer[]) {
  const { endpoint, received } = await startServer(t, script);
  const client = createSqsClient({ ...HERE, endpoint });
  t.after(() => client.destroy());
  const waiting = { sleep: async () => undefined, random: () => 0.5 };
  const queueUrl = `${endpoint}/123456789012/scan`;
  return {
    queueUrl,
    received,
    queue: createSqsQueue(client, queueUrl, waiting),
    gauge: createSqsGauge(client, queueUrl, waiting),
  };
}

function gives(value: unknown, status = 200): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(value));
  };
}

const taken = (body: string) =>
  gives({ MessageId: 'm1', MD5OfMessageBody: createHash('md5').update(body).digest('hex') });

const refuses = (code: string, status: number) =>
  gives({ __type: `com.amazonaws.sqs#${code}`, message: `of ${code}` }, status);

it('sends a message to the queue it was made for', async (t) => {
  const { queue, queueUrl, received } = await open(t, [taken('{"a":"é"}')]);
  await queue.send('{"a":"é"}');
  assert.equal(received.length, 1);
  assert.equal(received[0]?.headers['x-amz-target'], 'AmazonSQS.SendMessage');
  assert.deepEqual(JSON.parse(received[0]?.body ?? ''), {
    QueueUrl: queueUrl,
    MessageBody: '{"a":"é"}',
  });
});

it('sends again what was throttled, failed or not answered', async (t) => {
  const { queue, received } = await open(t, [
    refuses('RequestThrottled', 400),
    refuses('InternalError', 500),
    resetAtOnce,
    taken('a'),
  ]);
  await queue.send('a');
  assert.equal(received.length, MAX_QUEUE_ATTEMPTS);
});

it('gives up after its attempts, and at once what no repetition mends, with the service’s code', async (t) => {
  const busy = await open(t, Array(MAX_QUEUE_ATTEMPTS).fill(refuses('RequestThrottled', 400)));
  await assert.rejects(busy.queue.send('a'), { name: 'QueueError', code: 'RequestThrottled' });
  assert.equal(busy.received.length, MAX_QUEUE_ATTEMPTS);
  const denied = await open(t, [refuses('AccessDenied', 403)]);
  await assert.rejects(
    denied.queue.send('a'),
    (error) =>
      error instanceof QueueError &&
      error.message === 'SendMessage failed: AccessDenied: of AccessDenied',
  );
  assert.equal(denied.received.length, 1);
});

it('tells how much waits and how much is in somebody’s hands', async (t) => {
  const Attributes = {
    ApproximateNumberOfMessages: '12',
    ApproximateNumberOfMessagesNotVisible: '3',
  };
  const { gauge, received } = await open(t, [gives({ Attributes })]);
  assert.deepEqual(await gauge.read(), { waiting: 12, inFlight: 3 });
  assert.deepEqual(JSON.parse(received[0]?.body ?? '').AttributeNames, Object.keys(Attributes));
});

it('takes no answer without numbers for an empty queue', async (t) => {
  const { gauge } = await open(t, [gives({ Attributes: { ApproximateNumberOfMessages: '' } })]);
  await assert.rejects(gauge.read(), {
    name: 'QueueError',
    message:
      'GetQueueAttributes failed: NO_COUNT: ApproximateNumberOfMessages is ""; expected a number',
  });
});
