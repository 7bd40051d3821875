// The replay function's bundle in the Lambda runtime client, between the services of this machine, and a driver that does what the
// state machine does: begin, find, gather, starts, judge, enter, report.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { bundleFunction } from '../../../scripts/function-bundle.ts';
import { createState, SYSTEM_WAITING } from '../../../src/adapters/aws/index.ts';
import { ACCOUNT_ID, queueArn, startLambda } from '../../../src/local/index.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/index.ts';
import type { PlannedS3Object } from '../../../src/replay/index.ts';
import { createStateTable, openClient } from '../../adapters/aws/state/dynamo.ts';
import { startStack } from '../../local/aws/stack.ts';
import { payloadOf } from '../../local/lambda/functions.ts';

/** Where the logs are. */
export const LOGS = 'logs';

let tables = 0;

/** Starts it. */
export async function deployReplay(t: TestContext) {
  const stack = await startStack(t);
  const client = await openClient();
  const tableName = `replay-${tables++}`;
  await client.send(createStateTable(tableName));
  const dynamoAt = await client.config.endpoint?.();
  for (const Bucket of ['archive', 'evidence', LOGS]) {
    await stack.s3.send(new CreateBucketCommand({ Bucket }));
  }
  const { TopicArn = '' } = await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await stack.queue('told');
  const Endpoint = queueArn('told');
  const Attributes = { RawMessageDelivery: 'true' };
  await stack.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  const taskRoot = mkdtempSync(join(tmpdir(), 'replay-'));
  const { code, problems } = await bundleFunction(process.cwd(), 'functions/replay/handler.ts');
  if (problems.length > 0) throw new Error(problems.join('; '));
  writeFileSync(join(taskRoot, 'index.mjs'), code);
  const lambda = await startLambda({
    identity: { functionName: 'replay', accessKeyId: 'AKIDREPLAY' },
    code: { taskRoot, handler: 'index.handler' },
    environment: {
      AWS_ENDPOINT_URL: stack.aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: `http://${dynamoAt?.hostname}:${dynamoAt?.port}`,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      SIGMA_LAMBDA_TENANT: 'acme',
      SIGMA_LAMBDA_TOPIC_ARN: TopicArn,
      SIGMA_LAMBDA_STATE_TABLE: tableName,
      SIGMA_LAMBDA_ARCHIVE_BUCKET: 'archive',
      SIGMA_LAMBDA_EVIDENCE_BUCKET: 'evidence',
      SIGMA_LAMBDA_BUCKET_OWNER: ACCOUNT_ID,
    },
    limits: { timeoutMs: 900_000, memoryMb: 1_769, maxSandboxes: 1 },
  });
  t.after(async () => {
    await lambda.stop();
    rmSync(taskRoot, { recursive: true });
  });
  const clock = { nowMs: () => Date.now() };
  return {
    ...stack,
    state: createState({ client, tableName, clock, waiting: SYSTEM_WAITING }),
    /** Puts an object, as a plan would name it. */
    async put(index: number, key: string, text: string): Promise<PlannedS3Object> {
      const Body = Buffer.from(text);
      const put = await stack.s3.send(new PutObjectCommand({ Bucket: LOGS, Key: key, Body }));
      const etag = (put.ETag ?? '').replaceAll('"', '');
      const modified = '2026-11-20T10:15:00.000Z';
      return { index, bucket: LOGS, key, etag, size: Body.length, modified };
    },
    /** One invocation, with the input that a child of Distributed Map gets. */
    invoke: async (event: unknown): Promise<JsonObject> => {
      const payload = payloadOf(await lambda.invoke(event));
      if (!isJsonObject(payload)) throw new TypeError(`no object: ${JSON.stringify(payload)}`);
      return payload;
    },
    lambda,
    /** A file of a run. */
    async file(key: string): Promise<string> {
      const input = { Bucket: 'evidence', Key: `replays/runs/${key}` };
      const { Body } = await stack.s3.send(new GetObjectCommand(input));
      return (await Body?.transformToString()) ?? '';
    },
  };
}

/** A deployment. */
export type ReplayDeployment = Awaited<ReturnType<typeof deployReplay>>;

/** A run, as it is started with. */
export interface DrivenRun {
  readonly id: string;
  readonly tenant: string;
  readonly isPaging: boolean;
  readonly started: string;
  readonly objects: number;
}

/** Does all of it, batches of three; `redriven` batches of each pass are invoked once more. */
export async function drive(
  { invoke }: Pick<ReplayDeployment, 'invoke'>,
  given: DrivenRun,
  objects: readonly PlannedS3Object[],
  redriven: readonly number[] = [],
): Promise<JsonObject> {
  const batches = chunks(objects, 3);
  const begun = await invoke({ BatchInput: { step: 'begin', run: given } });
  const run = { ...given, ...begun };
  const map = async (step: string) => {
    for (const Items of batches) await invoke({ BatchInput: { step, run }, Items });
    for (const index of redriven) {
      await invoke({ BatchInput: { step, run }, Items: batches[index] ?? [] });
    }
  };
  await map('find');
  const { isWanted } = await invoke({ BatchInput: { step: 'gather', run } });
  if (isWanted === true) await map('starts');
  for (let isDone = false; !isDone; ) {
    isDone = (await invoke({ BatchInput: { step: 'judge', run } }))['isDone'] === true;
  }
  let after: unknown = '';
  for (let isDone = false; !isDone; ) {
    const entered = await invoke({ BatchInput: { step: 'enter', run, after } });
    isDone = entered['isDone'] === true;
    after = entered['after'];
  }
  return await invoke({ BatchInput: { step: 'report', run } });
}

function chunks<T>(things: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  );
}
