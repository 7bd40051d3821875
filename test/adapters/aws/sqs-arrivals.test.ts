// A queue as SQS answers for it: what came, when, and what is let go.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it, type TestContext } from 'node:test';
import { createSqsArrivals, createSqsClient } from '../../../src/adapters/aws/index.ts';
import { type Answer, HERE, startServer } from './test-server.ts';

async function open(t: TestContext, script: readonly Answer[]) {
  const { endpoint, received } = await startServer(t, script);
  const client = createSqsClient({ ...HERE, endpoint });
  t.after(() => client.destroy());
  const waiting = { sleep: async () => undefined, random: () => 0.5 };
  const queueUrl = `${endpoint}/123456789012/canary`;
  return { queueUrl, received, queue: createSqsArrivals(client, queueUrl, waiting) };
}

function gives(value: unknown): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(value));
  };
}

const MD5OfBody = createHash('md5').update('a').digest('hex');
const MESSAGE = { MessageId: 'm1', ReceiptHandle: 'r1', Body: 'a', MD5OfBody };

it('gives what came with the time at which the queue had it', async (t) => {
  const Messages = [
    { ...MESSAGE, Attributes: { SentTimestamp: '1700000000000' } },
    { ...MESSAGE, ReceiptHandle: 'r2', Attributes: { SentTimestamp: 'soon' } },
  ];
  const { queue, queueUrl, received } = await open(t, [gives({ Messages })]);
  assert.deepEqual(await queue.receive(3), [
    { body: 'a', sentMs: 1_700_000_000_000, receiptHandle: 'r1' },
    { body: 'a', sentMs: undefined, receiptHandle: 'r2' },
  ]);
  assert.deepEqual(JSON.parse(received[0]?.body ?? ''), {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds: 3,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
});

it('gives nothing where nothing came', async (t) => {
  const { queue } = await open(t, [gives({})]);
  assert.deepEqual(await queue.receive(0), []);
});

it('lets go of all at once, and asks nothing where there is nothing', async (t) => {
  const { queue, queueUrl, received } = await open(t, [
    gives({ Successful: [{ Id: '0' }, { Id: '1' }], Failed: [] }),
  ]);
  const arrivals = ['r1', 'r2'].map((receiptHandle) => ({ body: '', sentMs: 1, receiptHandle }));
  await queue.done([]);
  await queue.done(arrivals);
  assert.deepEqual(
    received.map(({ body }) => JSON.parse(body)),
    [
      {
        QueueUrl: queueUrl,
        Entries: [
          { Id: '0', ReceiptHandle: 'r1' },
          { Id: '1', ReceiptHandle: 'r2' },
        ],
      },
    ],
  );
});

it('says so where one of them stays', async (t) => {
  const Failed = [{ Id: '0', Code: 'ReceiptHandleIsInvalid', SenderFault: true, Message: 'old' }];
  const { queue } = await open(t, [gives({ Successful: [], Failed })]);
  await assert.rejects(queue.done([{ body: '', sentMs: 1, receiptHandle: 'r1' }]), {
    name: 'QueueError',
    message: 'DeleteMessageBatch failed: ReceiptHandleIsInvalid: old',
  });
});
