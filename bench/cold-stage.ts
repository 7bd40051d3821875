// Nothing → a local S3 with a 1 MB object whose last records are the attack, a local DynamoDB with an empty table for each
// start, and a local SNS that says when it is asked.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ACCOUNT_ID,
  DEFAULT_REGION,
  startAwsLocal,
  startDynamoLocal,
  topicArn,
} from '../src/local/index.ts';
import { generateLogs } from './generator.ts';

const BUCKET = 'logs';
const KEEPING = 'keeping';
const KEEPING_ENVIRONMENT = {
  SIGMA_LAMBDA_ARCHIVE_BUCKET: KEEPING,
  SIGMA_LAMBDA_EVIDENCE_BUCKET: KEEPING,
  SIGMA_LAMBDA_BUCKET_OWNER: ACCOUNT_ID,
};
const KEY = 'batch.ndjson';
const TOPIC = 'findings';
const SEED = 20_261_125;
const OBJECT_BYTES = 1e6;
const ATTACK =
  'elastic-defend/ls.s3.cc812286-389b-4500-a3ec-76b2cc09a73c.2026-11-20T10.15.tag_endpoint.part2.txt.gz';

/** What cold starts are measured on. */
export interface ColdStage {
  /** The function's environment, with a table of its own: what another start has found is not new. */
  nextEnvironment(): Promise<Readonly<Record<string, string>>>;
  /** The notification of the object. */
  readonly s3Event: object;
  /** The time (performance.now) at which SNS next gets a PublishBatch. */
  nextPublish(): Promise<number>;
  close(): Promise<void>;
}

/** Opens it. */
export async function openStage(): Promise<ColdStage> {
  const [aws, dynamo] = await Promise.all([startAwsLocal(), startDynamoLocal()]);
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  const config = { endpoint: aws.endpoint, region: DEFAULT_REGION, credentials };
  const [s3, sns] = [new S3Client(config), new SNSClient(config)];
  await sns.send(new CreateTopicCommand({ Name: TOPIC }));
  for (const Bucket of [BUCKET, KEEPING]) await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: KEY, Body: oneMegabyte() }));
  s3.destroy();
  sns.destroy();
  const tables = new DynamoDBClient({ ...config, endpoint: dynamo.endpoint });
  let count = 0;
  const nextEnvironment = async () => {
    const table = `state-${count++}`;
    await tables.send(stateTable(table));
    return {
      AWS_ENDPOINT_URL: aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      SIGMA_LAMBDA_STATE_TABLE: table,
      SIGMA_LAMBDA_TOPIC_ARN: topicArn(TOPIC),
      ...KEEPING_ENVIRONMENT,
      SIGMA_LAMBDA_SOURCES: JSON.stringify([{ bucket: BUCKET }]),
      POWERTOOLS_SERVICE_NAME: 'scan',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    };
  };
  return {
    nextEnvironment,
    s3Event: { Records: [{ s3: { bucket: { name: BUCKET }, object: { key: KEY } } }] },
    nextPublish: () =>
      new Promise((resolve) => {
        const watch = aws.faults.add({
          operation: 'sns:PublishBatch',
          effect: { kind: 'delay', delayMs: 0 },
          when: () => {
            resolve(performance.now());
            watch.cancel();
            return false;
          },
        });
      }),
    close: async () => {
      tables.destroy();
      await Promise.all([aws.stop(), dynamo.stop()]);
    },
  };
}

/** infra/constructs/state-table.ts. */
function stateTable(TableName: string): CreateTableCommand {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
  const keys = (hash: string, range: string) =>
    [
      { AttributeName: hash, KeyType: 'HASH' },
      { AttributeName: range, KeyType: 'RANGE' },
    ] as const;
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      ...['pk', 'sk', 'due'].map(text),
      { AttributeName: 'dueAt', AttributeType: 'N' },
    ],
    KeySchema: [...keys('pk', 'sk')],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [...keys('due', 'dueAt')],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
}

/** The last records, so that everything before them has been read when the finding is published. */
function oneMegabyte(): Buffer {
  const attack = gunzipSync(readFileSync(new URL(`../events/${ATTACK}`, import.meta.url)));
  return Buffer.concat([...generateLogs(OBJECT_BYTES - attack.length, SEED), attack]);
}
