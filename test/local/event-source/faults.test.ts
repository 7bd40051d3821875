// An SQS that fails → calls are tried again and told of; messages are neither lost nor deleted in silence.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, it, type TestContext } from 'node:test';
import { SqsCallError } from '../../../src/local/errors.ts';
import { startEventSource } from '../../../src/local/event-source/start-event-source.ts';
import { closeServer, endpointOf, listenLocally } from '../../../src/local/listen.ts';
import { failures } from './queues.ts';

type Fault = (response: ServerResponse) => void;

const MESSAGE = { MessageId: 'm', ReceiptHandle: 'h', Body: 'b', MD5OfBody: '5' };
const TARGET = { invoke: async () => failures() };
const json =
  (status: number, body: unknown): Fault =>
  (response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const reset: Fault = (response) => response.socket?.resetAndDestroy();
const throttled = json(400, { __type: 'com.amazonaws.sqs#RequestThrottled', message: 'slow down' });

/** An SQS with one message, whose next answers to an action can be replaced. It keeps the requests. */
async function fakeSqs(t: TestContext, faults: Record<string, Fault[]>) {
  const requests: { readonly action: string; readonly headers: IncomingMessage['headers'] }[] = [];
  let state: 'visible' | 'inFlight' | 'deleted' = 'visible';
  const receive = (): unknown => {
    if (state !== 'visible') return {};
    state = 'inFlight';
    return { Messages: [MESSAGE] };
  };
  const answers: Record<string, () => unknown> = {
    ReceiveMessage: receive,
    DeleteMessageBatch: () => {
      state = 'deleted';
      return { Successful: [{ Id: '0' }], Failed: [] };
    },
    GetQueueAttributes: () => ({
      Attributes: {
        QueueArn: 'arn:aws:sqs:eu-west-1:1:q',
        VisibilityTimeout: '30',
        ApproximateNumberOfMessages: state === 'visible' ? '1' : '0',
        ApproximateNumberOfMessagesNotVisible: state === 'inFlight' ? '1' : '0',
        ApproximateNumberOfMessagesDelayed: '0',
      },
    }),
  };
  const server = createServer((request, response) => {
    text(request).then(() => {
      const action = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
      requests.push({ action, headers: request.headers });
      const fault = faults[action]?.shift() ?? json(200, answers[action]?.());
      fault(response);
    }, reset);
  });
  await listenLocally(server);
  t.after(() => closeServer(server));
  const endVisibility = (): void => {
    state = 'visible';
  };
  return { endpoint: endpointOf(server), requests, endVisibility };
}

describe('an event source on an SQS that fails', { concurrency: true }, () => {
  const RECEIVE_FAULTS = [
    ['is throttled', throttled, /RequestThrottled: slow down/],
    ['answers 500 without a body', json(500, ''), /500 Unknown/],
    ['answers with what is no JSON', json(200, '<xml/>'), /no JSON$/],
    ['answers with a list', json(200, []), /no JSON object/],
    ['resets the connection', reset, /ECONNRESET|socket hang up/],
    [
      'sends a message without a body',
      json(200, { Messages: [{ MessageId: 'x' }] }),
      /ReceiptHandle/,
    ],
  ] as const;
  for (const [what, fault, message] of RECEIVE_FAULTS) {
    it(`polls again if ReceiveMessage ${what}`, async (t) => {
      const { endpoint } = await fakeSqs(t, { ReceiveMessage: [fault] });
      const source = await startEventSource({ endpoint, queueUrl: 'q', target: TARGET });
      await source.drained();
      await source.stop();
      assert.equal(source.problems.length, 1);
      assert.match(source.problems[0]?.message ?? '', message);
      assert.deepEqual(source.batches[0]?.succeeded, ['m']);
    });
  }

  it('tries again to delete, and says so', async (t) => {
    const { endpoint } = await fakeSqs(t, { DeleteMessageBatch: [throttled, reset] });
    const source = await startEventSource({ endpoint, queueUrl: 'q', target: TARGET });
    await source.drained();
    await source.stop();
    assert.equal(source.problems.length, 2);
    assert.ok(source.problems[0] instanceof SqsCallError);
    assert.equal(source.batches.length, 1);
  });

  it('tells of a message that was not deleted; it comes again', async (t) => {
    const failed = { Failed: [{ Id: '0', Code: 'ReceiptHandleIsInvalid', SenderFault: true }] };
    const notDeleted: Fault = (response) => {
      endVisibility();
      json(200, failed)(response);
    };
    const { endpoint, endVisibility } = await fakeSqs(t, { DeleteMessageBatch: [notDeleted] });
    const source = await startEventSource({ endpoint, queueUrl: 'q', target: TARGET });
    await source.drained();
    await source.stop();
    assert.match(source.problems[0]?.message ?? '', /of m: ReceiptHandleIsInvalid/);
    assert.equal(source.batches.length, 2);
  });

  it("calls SQS under its function's key, by the three actions a role grants a mapping", async (t) => {
    const { endpoint, requests } = await fakeSqs(t, {});
    const role = { accessKeyId: 'AKIASCAN', region: 'eu-west-1' };
    const options = { endpoint, queueUrl: 'q', target: TARGET, role };
    const source = await startEventSource(options);
    await source.drained();
    await source.stop();
    const signed = requests.filter(({ headers }) => headers.authorization !== undefined);
    assert.deepEqual([...new Set(signed.map(({ action }) => action))].toSorted(), [
      'DeleteMessageBatch',
      'GetQueueAttributes',
      'ReceiveMessage',
    ]);
    const scope = /^AWS4-HMAC-SHA256 Credential=AKIASCAN\/\d{8}\/eu-west-1\/sqs\/aws4_request,/;
    for (const { headers } of signed) assert.match(headers.authorization ?? '', scope);
  });
});
