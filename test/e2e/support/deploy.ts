// An assembly → a deployment for one test: objects are put in, messages come out, and every call is held against the role.

import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  type AwsLocal,
  type BatchOutcome,
  DEFAULT_REGION,
  type DynamoLocal,
  type Operation,
  queueArn,
  startAwsLocal,
  startDynamoLocal,
} from '../../../src/local/index.ts';
import type { Called } from './access.ts';
import type { Clients } from './create-services.ts';
import { mappingsOf } from './poll-queues.ts';
import { type Changes, type Provisioned, provision, type Servers } from './provision.ts';
import type { DeployedFunction } from './start-function.ts';
import type { Assembly } from './template.ts';

/** A stack of a test's own. */
export interface Deployment extends Provisioned {
  readonly aws: AwsLocal;
  readonly dynamo: DynamoLocal;
  readonly clients: Clients;
  readonly bucket: string;
  /** URL of the queue the first mapping polls. */
  readonly sourceUrl: string;
  put(key: string, body: Uint8Array | string): Promise<void>;
  /** Puts a message on the source queue. */
  send(body: unknown): Promise<void>;
  /** Waits until every notification has been sent and every queue polled empty. */
  run(): Promise<readonly BatchOutcome[]>;
  /** Takes the messages of the queue subscribed to the alerts topic. */
  published(): Promise<readonly Message[]>;
  /** Takes what ended in the failure queue. */
  failures(): Promise<readonly Message[]>;
  /** The scan function's operations of a kind so far, of S3, SNS and SQS. */
  calls(operationId: string): readonly Operation[];
}

const SUBSCRIBER = 'subscriber';

/** Who a deployment is for: a test, or a command that ends what it began. */
export interface Owner {
  after(end: () => Promise<void>): void;
}

/** Deploys for one test. When it ends, a call that the role does not allow fails it. */
export async function deploy(
  t: Owner,
  template: Assembly,
  changes: Changes = {},
): Promise<Deployment> {
  const [aws, dynamo] = await Promise.all([startAwsLocal(), startDynamoLocal()]);
  const clients = openClients(aws, dynamo);
  let provisioned: Provisioned | undefined;
  t.after(async () => {
    await provisioned?.stop();
    for (const client of Object.values(clients)) client.destroy();
    await Promise.all([aws.stop(), dynamo.stop()]);
    const log = [...aws.log, ...dynamo.log];
    const { scan, settle, canary, notify, access } = provisioned ?? {};
    const refused = [scan, settle, canary, ...(notify?.values() ?? [])].flatMap((one) =>
      one === undefined ? [] : access?.refused(one.roleName, callsOf(one, log)),
    );
    assert.deepEqual(refused, [], 'calls the roles do not allow');
  });
  provisioned = await provision(template, { aws, dynamo, clients }, changes);
  return await open({ aws, dynamo, clients }, provisioned);
}

/** What a function, or its event source mapping, asked for. */
export function callsOf<T extends Called>(
  { roleName }: DeployedFunction,
  log: readonly T[],
): readonly T[] {
  return log.filter(({ accessKeyId }) => accessKeyId === roleName);
}

/** Subscribes to the topic, and gives the test its handles. */
async function open(
  { aws, dynamo, clients }: Servers,
  provisioned: Provisioned,
): Promise<Deployment> {
  const { stack, poll } = provisioned;
  const { LogBucketName = '', AlertsTopicArn = '', FailureQueueUrl = '' } = stack.outputs;
  await subscribe(clients, AlertsTopicArn);
  const [mapping] = mappingsOf(stack, provisioned.scan);
  const sourceArn = String(mapping?.properties['EventSourceArn'] ?? '');
  const sourceUrl = aws.queueUrl(sourceArn.split(':').at(-1) ?? '');
  return {
    ...provisioned,
    aws,
    dynamo,
    clients,
    bucket: LogBucketName,
    sourceUrl,
    put: async (key, body) => {
      // Bytes, also of a text: the SDK takes an empty text for a stream.
      const Body = Buffer.from(body);
      await clients.s3.send(new PutObjectCommand({ Bucket: LogBucketName, Key: key, Body }));
    },
    send: async (body) => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await clients.sqs.send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody }));
    },
    run: async () => {
      await aws.flush();
      return await poll();
    },
    published: () => takeAll(clients.sqs, aws.queueUrl(SUBSCRIBER)),
    failures: () => takeAll(clients.sqs, FailureQueueUrl),
    calls: (operationId) =>
      callsOf(provisioned.scan, aws.log).filter(({ id }) => id === operationId),
  };
}

function openClients(aws: AwsLocal, dynamo: DynamoLocal): Clients {
  const credentials = { accessKeyId: 'deployer', secretAccessKey: 'local' };
  const common = { region: DEFAULT_REGION, credentials, maxAttempts: 1 };
  const config = { ...common, endpoint: aws.endpoint };
  return {
    dynamo: new DynamoDBClient({ ...common, endpoint: dynamo.endpoint }),
    s3: new S3Client(config),
    sns: new SNSClient(config),
    sqs: new SQSClient(config),
  };
}

/** As docs/message.md says: a queue with raw delivery. */
async function subscribe({ sns, sqs }: Clients, TopicArn: string): Promise<void> {
  await sqs.send(new CreateQueueCommand({ QueueName: SUBSCRIBER }));
  await sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queueArn(SUBSCRIBER),
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
}

/** All messages; they stay invisible for longer than a test takes. */
export async function takeAll(sqs: SQSClient, QueueUrl: string): Promise<readonly Message[]> {
  const taken: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 3_600,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return taken;
    taken.push(...Messages);
  }
}
