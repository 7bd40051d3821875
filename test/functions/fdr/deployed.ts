// An FDR feed as it is deployed, between the services of this machine: CrowdStrike's queue and bucket are of another region, and
// of other keys than the role's.

import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { parseFdrConfig } from '../../../functions/fdr/config.ts';
import { FdrTelemetry } from '../../../functions/fdr/telemetry.ts';
import { wireFdr } from '../../../functions/fdr/wiring.ts';
import { ACCOUNT_ID, queueArn } from '../../../src/local/index.ts';
import { createStateTable, openClient } from '../../adapters/aws/state/dynamo.ts';
import { startStack } from '../../local/aws/stack.ts';
import { setEnvironment } from '../../support/environment.ts';
import { BUCKET } from './world.ts';

/** Keys of the feed, before and after CrowdStrike has changed them. */
export const OLD = { accessKeyId: 'AKIAFEEDOLDEXAMPLE', secretAccessKey: `old/${'o'.repeat(36)}` };
export const NEW = { accessKeyId: 'AKIAFEEDNEWEXAMPLE', secretAccessKey: `new/${'n'.repeat(36)}` };
export const FEED_REGION = 'us-west-2';
export const ROLE_KEY = 'AKIDTEST';

/** No wait of a poll: what is there is there. */
const NO_WAIT = { own: 0, crowdstrike: 0 };

let tables = 0;

/** Starts it. */
export async function deployFeed(t: TestContext) {
  const stack = await startStack(t);
  const dynamo = await openClient();
  const table = `feed-${tables++}`;
  await dynamo.send(createStateTable(table));
  const dynamoAt = await dynamo.config.endpoint?.();
  for (const Bucket of ['archive', 'evidence']) {
    await stack.s3.send(new CreateBucketCommand({ Bucket }));
  }
  const { TopicArn = '' } = await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await stack.queue('told');
  const Endpoint = queueArn('told');
  const Attributes = { RawMessageDelivery: 'true' };
  await stack.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  const theirs = await crowdStrike(t, stack.config.endpoint);
  const secretArn = stack.aws.putSecret('fdr', JSON.stringify(OLD));
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: ROLE_KEY,
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: stack.aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: `http://${dynamoAt?.hostname}:${dynamoAt?.port}`,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    SIGMA_LAMBDA_TOPIC_ARN: TopicArn,
    SIGMA_LAMBDA_STATE_TABLE: table,
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '0',
    SIGMA_LAMBDA_ARCHIVE_BUCKET: 'archive',
    SIGMA_LAMBDA_EVIDENCE_BUCKET: 'evidence',
    SIGMA_LAMBDA_BUCKET_OWNER: ACCOUNT_ID,
    SIGMA_LAMBDA_QUEUE_URL: await stack.queue('again'),
    SIGMA_LAMBDA_FAILURE_QUEUE_URL: await stack.queue('failures'),
    SIGMA_LAMBDA_FDR: JSON.stringify({
      queueUrl: theirs.queueUrl,
      region: FEED_REGION,
      secretArn,
    }),
    SIGMA_LAMBDA_SOURCES: JSON.stringify([{ bucket: BUCKET }]),
  };
  setEnvironment(t, env);
  const config = parseFdrConfig(process.env);
  const poll = wireFdr(config, new FdrTelemetry(), NO_WAIT);
  return {
    ...stack,
    ...theirs,
    secretArn,
    /** One run, in which there is time. */
    run: () => poll(() => 200_000),
    messagesIn: (queueUrl: string) => countIn(theirs.sqsOfFeed, queueUrl),
    ownQueueUrl: config.queueUrl,
  };
}

/** Their side: who has every right there. */
async function crowdStrike(t: TestContext, endpoint: string) {
  const config = {
    endpoint,
    region: FEED_REGION,
    credentials: { accessKeyId: 'AKIACROWDSTRIKE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  const [s3, sqs] = [new S3Client(config), new SQSClient(config)];
  t.after(() => {
    s3.destroy();
    sqs.destroy();
  });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'feed' }));
  return {
    queueUrl,
    sqsOfFeed: sqs,
    /** Puts a file of records. */
    put: (Key: string, records: readonly object[]) => {
      const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
      return s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: gzipSync(text) }));
    },
    /** Tells of files. */
    send: (paths: readonly string[]) => {
      const files = paths.map((path) => ({ path }));
      const manifest = { fileCount: files.length, bucket: BUCKET, pathPrefix: 'data/8f1c', files };
      return sqs.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(manifest) }),
      );
    },
  };
}

/** Waiting and hidden messages. */
async function countIn(sqs: SQSClient, QueueUrl: string): Promise<readonly [number, number]> {
  const AttributeNames = [
    'ApproximateNumberOfMessages' as const,
    'ApproximateNumberOfMessagesNotVisible' as const,
  ];
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  const [waiting, hidden] = AttributeNames.map((name) => Number(Attributes[name]));
  return [waiting ?? Number.NaN, hidden ?? Number.NaN];
}
