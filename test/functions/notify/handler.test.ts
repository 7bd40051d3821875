// The function itself, wired as deployed, between the services of this machine and a server that stands for PagerDuty.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { createSnsSink } from '../../../src/adapters/aws/index.ts';
import { toAlertMessage } from '../../../src/alert/index.ts';
import type { Alert } from '../../../src/model/index.ts';
import { createStateTable, openClient } from '../../adapters/aws/state/dynamo.ts';
import { type Answer, startServer } from '../../adapters/aws/test-server.ts';
import { anAlert } from '../../alert/pager-alerts.ts';
import { type Stack, startStack } from '../../local/aws/stack.ts';

const KEY = 'k'.repeat(32);
const CONTEXT = {
  awsRequestId: 'r1',
  functionName: 'sigma-lambda-notify-pagerduty',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
  memoryLimitInMB: '256',
  getRemainingTimeInMillis: () => 120_000,
};

const accepts: Answer = (response) => response.writeHead(202).end();
const limits: Answer = (response) => response.writeHead(429, { 'retry-after': '120' }).end();
const refuses: Answer = (response) => response.writeHead(400).end('invalid routing key');

async function topicInto({ sns, queue }: Stack, name: string, queueName: string) {
  await queue(queueName);
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${queueName}`;
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  return TopicArn ?? '';
}

/** The function in its environment, and its queue as the event source hands it over. */
async function deploy(t: TestContext, script: readonly Answer[]) {
  const stack = await startStack(t);
  const { endpoint, received } = await startServer(t, script);
  const dynamo = await openClient();
  await dynamo.send(createStateTable('state'));
  const dynamoAt = await dynamo.config.endpoint?.();
  const alerts = await topicInto(stack, 'alerts', 'notify');
  const operations = await topicInto(stack, 'operations', 'operations');
  const destination = {
    kind: 'pagerduty',
    name: 'pagerduty',
    secretArn: stack.aws.putSecret('pagerduty', KEY),
    endpoint: `${endpoint}/v2/enqueue`,
  };
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: stack.aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: `http://${dynamoAt?.hostname}:${dynamoAt?.port}`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    SIGMA_LAMBDA_DESTINATION: JSON.stringify(destination),
    SIGMA_LAMBDA_STATE_TABLE: 'state',
    SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: operations,
    SIGMA_LAMBDA_QUEUE_URL: stack.aws.queueUrl('notify'),
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: await stack.queue('notify-dlq'),
    SIGMA_LAMBDA_LOOPBACK: 'allowed',
  });
  const { handler } = await import('../../../functions/notify/handler.ts');
  const invoke = (event: unknown): Promise<unknown> =>
    Reflect.apply(handler, undefined, [event, CONTEXT]);
  const publish = async (alert: Partial<Alert>) => {
    const message = toAlertMessage(anAlert({ route: 'page', ...alert }));
    await createSnsSink(stack.sns, alerts).publish([message]);
  };
  return { stack, received, invoke, publish };
}

/** One poll of the event source: what is not reported as failed is deleted. */
async function poll({ stack, invoke }: Awaited<ReturnType<typeof deploy>>): Promise<number> {
  const messages = await stack.receive('notify');
  const Records = messages.map((message) => ({
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    eventSource: 'aws:sqs',
  }));
  if (Records.length === 0) return 0;
  const answer: unknown = await invoke({ Records });
  for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
    if (JSON.stringify(answer).includes(String(messageId))) continue;
    const QueueUrl = stack.aws.queueUrl('notify');
    await stack.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Records.length;
}

test('the function posts once, waits where it is asked to, and gives up aloud', async (t) => {
  const script = [accepts, accepts, limits, refuses, accepts, accepts];
  const deployed = await deploy(t, script);
  const { stack, received, invoke, publish } = deployed;
  const [first, second, third] = ['c', 'd', 'e'].map((letter) => `a1_${letter.repeat(27)}`);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);

  // Published twice, and resolved: one trigger, one resolve; the trigger that comes behind that is not posted.
  for (const parts of [{}, {}, { revision: 1, event: 'resolved' as const }, {}]) {
    await publish({ id: first, ...parts });
    await poll(deployed);
  }
  const actions = received.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    actions.map(({ routing_key, event_action }) => [routing_key, event_action]),
    [
      [KEY, 'trigger'],
      [KEY, 'resolve'],
    ],
  );

  // Limited: it is still in the queue, and hidden.
  await publish({ id: second });
  assert.equal(await poll(deployed), 1);
  assert.equal(await poll(deployed), 0);
  assert.equal(received.length, 3);

  // Refused: in the dead letters with the reason, and operations know.
  await publish({ id: third });
  await poll(deployed);
  const [letter] = await stack.receive('notify-dlq');
  assert.equal(JSON.parse(letter?.Body ?? '').alert.id, third);
  assert.match(
    letter?.MessageAttributes?.['reason']?.StringValue ?? '',
    /^refused: 127\.0\.0\.1:\d+ answered 400: invalid routing key$/,
  );
  const [word] = await stack.receive('operations');
  assert.match(
    word?.Body ?? '',
    new RegExp(`^Destination {2}pagerduty[^]*Id +${third}, revision 0`, 'm'),
  );

  assert.deepEqual(await invoke({ sigmaLambdaTest: true }), { outcome: 'posted' });
  const tested = received.slice(4).map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    tested.map(({ event_action }) => event_action),
    ['trigger', 'resolve'],
  );
  assert.match(tested[0].payload.summary, /^\[TEST\] /);
  assert.equal(received.length, script.length);
});
