// What notify asks of Secrets Manager, SQS and SNS, and what it makes of their answers.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it, type TestContext } from 'node:test';
import {
  createAmazonQDestination,
  createDeadLetters,
  createEmailDestination,
  createHeldMessages,
  createSecretReader,
  createSecretsClient,
  secretRegion,
  createSnsClient,
  createSnsOperations,
  createSqsClient,
  MAX_HIDDEN_MS,
} from '../../../src/adapters/aws/index.ts';
import { type Answer, HERE, resetAtOnce, startServer } from './test-server.ts';

const WAITING = { sleep: async () => undefined, random: () => 0.5 };
const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:slack-AbCdEf';
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:sigma-lambda-email';
const QUEUE = '/123456789012/notify-slack';
const SECRET = 'https://hooks.slack.com/services/T0/B0/example-of-a-secret';

const gives =
  (value: object): Answer =>
  (response) =>
    response
      .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(value));

const refuses =
  (status: number, code: string, message = `of ${code}`): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify({ __type: code, message }));

const says =
  (status: number, code: string): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'text/xml' })
      .end(
        `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Code>${code}</Code><Message>of ${code}</Message></Error></ErrorResponse>`,
      );

const published: Answer = (response) =>
  response
    .writeHead(200, { 'content-type': 'text/xml' })
    .end(
      '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    );

async function open(t: TestContext, script: readonly Answer[]) {
  const { endpoint, received } = await startServer(t, script);
  const config = { ...HERE, endpoint };
  const clients = {
    secrets: createSecretsClient(config),
    sqs: createSqsClient(config),
    sns: createSnsClient(config),
  };
  t.after(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  return { ...clients, endpoint, received };
}

describe('a reader of secrets', () => {
  it('asks in the region that the ARN names, wherever the function runs', async () => {
    const arn = ARN.replace('us-east-1', 'eu-west-1');
    const client = createSecretsClient({ ...HERE, ...secretRegion(arn) });
    assert.equal(await client.config.region(), 'eu-west-1');
    assert.deepEqual(secretRegion('no-arn'), {});
    client.destroy();
  });

  it('gives the text of the current version', async (t) => {
    const { secrets, received } = await open(t, [gives({ SecretString: SECRET })]);
    assert.equal(await createSecretReader(secrets, WAITING).read(ARN), SECRET);
    assert.deepEqual(JSON.parse(received[0]?.body ?? ''), { SecretId: ARN });
  });

  it('asks again where it was throttled or nothing came, three times in all', async (t) => {
    const script = [refuses(400, 'ThrottlingException'), resetAtOnce, gives({ SecretString: 'k' })];
    const { secrets } = await open(t, script);
    assert.equal(await createSecretReader(secrets, WAITING).read(ARN), 'k');
  });

  const REFUSED = [
    [refuses(400, 'AccessDeniedException', 'no rights'), 'AccessDeniedException', 'no rights'],
    [refuses(400, 'ResourceNotFoundException'), 'ResourceNotFoundException', 'of ResourceNotFound'],
    [gives({ SecretBinary: 'aGV4' }), 'NO_TEXT', 'the secret is binary or empty; expected plain'],
    [gives({ SecretString: ' \n' }), 'NO_TEXT', 'the secret is binary or empty; expected plain'],
  ] as const;
  for (const [answer, code, message] of REFUSED) {
    it(`rejects with ${code}, at once`, async (t) => {
      const { secrets, received } = await open(t, [answer]);
      await assert.rejects(
        createSecretReader(secrets, WAITING).read(ARN),
        (error: Error & { readonly code?: string }) =>
          error.name === 'SecretError' &&
          error.code === code &&
          error.message.startsWith(`${ARN}: ${code}: ${message}`),
      );
      assert.equal(received.length, 1);
    });
  }

  it('shows nothing of the secret where the answer that holds it is broken', async (t) => {
    const broken: Answer = (response) =>
      response.writeHead(200, {}).end(`{"SecretString":"${SECRET}`);
    const { secrets } = await open(t, [broken, broken, broken]);
    await assert.rejects(createSecretReader(secrets, WAITING).read(ARN), (error: Error) => {
      const shown = `${error.stack}${JSON.stringify(error)}${String(error.cause)}`;
      return /no answer that could be read/.test(shown) && !shown.includes('example-of-a-secret');
    });
  });
});

describe('a message that was not posted', () => {
  it('is hidden for as long, rounded up, within what SQS allows', async (t) => {
    const { sqs, endpoint, received } = await open(t, [gives({}), gives({}), gives({})]);
    const held = createHeldMessages(sqs, `${endpoint}${QUEUE}`, WAITING);
    for (const forMs of [1_001, -5, 24 * 3_600_000]) await held.hide('r1', forMs);
    assert.deepEqual(
      received.map(({ body }) => JSON.parse(body).VisibilityTimeout),
      [2, 0, MAX_HIDDEN_MS / 1_000],
    );
    assert.equal(JSON.parse(received[0]?.body ?? '').ReceiptHandle, 'r1');
  });

  it('goes to the dead letters with the reason, and rejects where they do not take it', async (t) => {
    const { sqs, endpoint, received } = await open(t, [
      gives({
        MessageId: '1',
        MD5OfMessageBody: createHash('md5').update('the body').digest('hex'),
      }),
      refuses(403, 'AccessDenied'),
    ]);
    const letters = createDeadLetters(sqs, `${endpoint}${QUEUE}-dlq`, WAITING);
    await letters.send('the body', 'refused: 404');
    const { MessageBody, MessageAttributes } = JSON.parse(received[0]?.body ?? '');
    assert.deepEqual(
      [MessageBody, MessageAttributes],
      ['the body', { reason: { DataType: 'String', StringValue: 'refused: 404' } }],
    );
    await assert.rejects(letters.send('the body', 'r'), {
      name: 'QueueError',
      code: 'AccessDenied',
    });
  });
});

describe('a topic that leads to people', () => {
  it('is given an e-mail as subject and text', async (t) => {
    const { sns: client, received } = await open(t, [published]);
    const destination = createEmailDestination({ client, topicArn: TOPIC });
    const body = JSON.stringify({ subject: 'HIGH alert', text: 'what\nwhere' });
    assert.deepEqual(await destination.post(body), { kind: 'posted' });
    const sent = new URLSearchParams(received[0]?.body);
    assert.deepEqual(
      ['TopicArn', 'Subject', 'Message'].map((name) => sent.get(name)),
      [TOPIC, 'HIGH alert', 'what\nwhere'],
    );
    await assert.rejects(destination.post('{}'), TypeError);
  });

  it('is given a notification for Amazon Q as it was rendered', async (t) => {
    const { sns: client, received } = await open(t, [published]);
    const destination = createAmazonQDestination({ client, topicArn: TOPIC });
    assert.deepEqual(await destination.post('{"version":"1.0"}'), { kind: 'posted' });
    const sent = new URLSearchParams(received[0]?.body);
    assert.deepEqual([sent.get('Message'), sent.get('Subject')], ['{"version":"1.0"}', null]);
  });

  const OUTCOMES = [
    [says(400, 'InvalidParameter'), 'permanent', undefined],
    [says(400, 'Throttled'), 'retry', false],
    [says(403, 'AuthorizationError'), 'retry', false],
    [says(404, 'NotFound'), 'retry', false],
    [says(400, 'KMSDisabled'), 'retry', false],
    [says(500, 'InternalError'), 'retry', true],
    [resetAtOnce, 'retry', true],
  ] as const;
  for (const [index, [answer, kind, mayBePosted]] of OUTCOMES.entries()) {
    it(`gives ${kind}, may be posted: ${mayBePosted ?? 'no'}, for answer ${index}, after one call`, async (t) => {
      const { sns: client, received } = await open(t, [answer]);
      const outcome = await createAmazonQDestination({ client, topicArn: TOPIC }).post('{}');
      const uncertain = outcome.kind === 'retry' ? outcome.mayBePosted : undefined;
      assert.deepEqual([outcome.kind, uncertain], [kind, mayBePosted]);
      assert.equal(received.length, 1);
    });
  }

  it('carries words to operations, again where it was busy, and rejects where it may not', async (t) => {
    const script = [says(500, 'InternalError'), published, says(403, 'AuthorizationError')];
    const { sns, received } = await open(t, script);
    const operations = createSnsOperations(sns, TOPIC, WAITING);
    await operations.tell({ subject: 's', text: 't' });
    await assert.rejects(operations.tell({ subject: 's', text: 't' }));
    assert.equal(received.length, 3);
  });
});
