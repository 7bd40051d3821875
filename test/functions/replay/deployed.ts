// The replay function's bundle in the Lambda runtime client, with the variables that its template says, between the services of this
// machine; and a driver that does what the state machine does: begin, find, gather, starts, judge, enter, report. A call that its role
// does not allow fails the test.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { bundleFunction } from '../../../scripts/function-bundle.ts';
import {
  createDynamoClient,
  createState,
  SYSTEM_WAITING,
} from '../../../src/adapters/aws/index.ts';
import { queueArn, startDynamoLocal, startLambda } from '../../../src/local/index.ts';
import { isJsonObject, type JsonObject } from '../../../src/model/index.ts';
import type { PlannedS3Object } from '../../../src/replay/index.ts';
import { createStateTable } from '../../adapters/aws/state/dynamo.ts';
import type { Called } from '../../e2e/support/access.ts';
import { TOLD_AT_ONCE } from '../../e2e/support/telling.ts';
import { clientConfig, startStack } from '../../local/aws/stack.ts';
import { describeReplay } from './template.ts';

/** Less than the function keeps for ending what was begun: each call does the least that it may. */
export const NO_TIME_MS = 75_000;

/** Starts it; @default timeoutMs as the template says. */
export async function deployReplay(t: TestContext, timeoutMs = 900_000) {
  const { variables, roleName, logs, buckets, access } = describeReplay();
  const stack = await startStack(t);
  const dynamo = await startDynamoLocal();
  const client = createDynamoClient({ ...clientConfig(dynamo.endpoint), requestHandler: {} });
  const tableName = variables['SIGMA_LAMBDA_STATE_TABLE'] ?? '';
  await client.send(createStateTable(tableName));
  for (const Bucket of buckets) await stack.s3.send(new CreateBucketCommand({ Bucket }));
  const Name = variables['SIGMA_LAMBDA_TOPIC_ARN']?.split(':').at(-1) ?? '';
  const { TopicArn = '' } = await stack.sns.send(new CreateTopicCommand({ Name }));
  await stack.queue('told');
  const Endpoint = queueArn('told');
  const Attributes = { RawMessageDelivery: 'true' };
  await stack.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint, Attributes }));
  const taskRoot = mkdtempSync(join(tmpdir(), 'replay-'));
  writeFileSync(join(taskRoot, 'index.mjs'), await bundled());
  const pidPath = join(taskRoot, 'pid');
  const tellPid = join(taskRoot, 'tell-pid.cjs');
  writeFileSync(
    tellPid,
    `require('node:fs').writeFileSync(${JSON.stringify(pidPath)}, String(process.pid));\n`,
  );
  const lambda = await startLambda({
    identity: { functionName: 'replay', accessKeyId: roleName },
    code: { taskRoot, handler: 'index.handler' },
    environment: {
      ...variables,
      ...TOLD_AT_ONCE,
      AWS_ENDPOINT_URL: stack.aws.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      POWERTOOLS_LOG_LEVEL: 'SILENT',
    },
    limits: { timeoutMs, memoryMb: 1_769, maxSandboxes: 1 },
    node: { options: ['--require', tellPid] },
  });
  const calls = () =>
    distinct(
      [...stack.aws.log, ...dynamo.log].filter(({ accessKeyId }) => accessKeyId === roleName),
    );
  t.after(async () => {
    await lambda.stop();
    client.destroy();
    await dynamo.stop();
    rmSync(taskRoot, { recursive: true });
    assert.deepEqual(access.refused(roleName, calls()), [], 'calls the role does not allow');
  });
  const clock = { nowMs: () => Date.now() };
  return {
    ...stack,
    logs,
    roleName,
    /** What the function asked for: each operation on each resource once. */
    calls,
    /** The process of the function, once it was invoked. */
    pid: () => Number(readFileSync(pidPath, 'utf8')),
    state: createState({ client, tableName, clock, waiting: SYSTEM_WAITING }),
    /** Puts an object, as a plan would name it. */
    async put(index: number, key: string, text: string): Promise<PlannedS3Object> {
      const Body = Buffer.from(text);
      const put = await stack.s3.send(new PutObjectCommand({ Bucket: logs, Key: key, Body }));
      const etag = (put.ETag ?? '').replaceAll('"', '');
      const modified = '2026-11-20T10:15:00.000Z';
      return { index, bucket: logs, key, etag, size: Body.length, modified };
    },
    lambda,
    /** A file of a run. */
    async file(key: string): Promise<string> {
      const Bucket = variables['SIGMA_LAMBDA_EVIDENCE_BUCKET'] ?? '';
      const input = { Bucket, Key: `replays/runs/${key}` };
      const { Body } = await stack.s3.send(new GetObjectCommand(input));
      return (await Body?.transformToString()) ?? '';
    },
  };
}

/** A deployment. */
export type ReplayDeployment = Awaited<ReturnType<typeof deployReplay>>;

/** Thousands of calls are of some dozens of kinds. The role's statements about the table ask for no keys. */
function distinct(calls: readonly Called[]): readonly Called[] {
  const kinds = calls.map((call) => {
    const resources = call.permissions.map(({ action, resource }) => `${action} ${resource}`);
    return [`${resources.join()} ${call.s3?.query.get('prefix') ?? ''}`, call] as const;
  });
  return [...new Map(kinds).values()];
}

let bundle: Promise<string | Uint8Array> | undefined;

/** Bundled once for all tests of a file. */
async function bundled(): Promise<string | Uint8Array> {
  bundle ??= bundleFunction(process.cwd(), 'functions/replay/handler.ts').then(
    ({ code, problems }) => {
      if (problems.length > 0) throw new Error(problems.join('; '));
      return code;
    },
  );
  return await bundle;
}

/** A run, as it is started with. */
export interface DrivenRun {
  readonly id: string;
  readonly tenant: string;
  readonly isPaging: boolean;
  readonly started: string;
  readonly objects: number;
}

/** What is driven beside the usual. */
export interface DriveOptions {
  /** Batches of each pass that are invoked once more. */
  readonly redriven?: readonly number[];
  /** Errors by which an invocation ended, and was repeated. */
  readonly repeated?: string[];
  /** Steps, as they were done. */
  readonly steps?: string[];
}

interface StepEvent {
  readonly BatchInput: { readonly step: string; readonly run: object; readonly after?: unknown };
  readonly Items?: readonly object[];
}

/** Does all of it, batches of three. What fails is tried again, as the state machine does. */
export async function drive(
  { lambda }: Pick<ReplayDeployment, 'lambda'>,
  given: DrivenRun,
  items: readonly object[],
  { redriven = [], repeated = [], steps = [] }: DriveOptions = {},
): Promise<JsonObject> {
  const invoke = async (event: StepEvent) => {
    for (;;) {
      const result = await lambda.invoke(event);
      if (result.kind === 'error') {
        repeated.push(`${result.error.errorType}: ${result.error.errorMessage}`);
        if (repeated.length > 50) throw new Error(repeated.at(-1));
        continue;
      }
      if (!isJsonObject(result.payload)) throw new TypeError(JSON.stringify(result));
      steps.push(event.BatchInput.step);
      return result.payload;
    }
  };
  const batches = chunks(items, 3);
  const begin = { step: 'begin', run: given };
  const run = { ...given, ...(await invoke({ BatchInput: begin })) };
  const map = async (step: string) => {
    const again = redriven.map((index) => batches[index] ?? []);
    for (const Items of [...batches, ...again]) {
      await invoke({ BatchInput: { step, run }, Items });
    }
  };
  const next = async (step: string, more: object = {}) =>
    await invoke({ BatchInput: { step, run, ...more } });
  await map('find');
  const { isWanted } = await next('gather');
  if (isWanted === true) await map('starts');
  for (let isDone = false; !isDone; ) {
    const judged = await next('judge');
    isDone = judged['isDone'] === true;
    // The index of what is due may lag behind whatever a call that found something has left.
    const found = Number(judged['connections']) + Number(judged['groups']);
    if (isDone && found > 0) throw new Error(`done by a call that found ${found}`);
  }
  let after: unknown = '';
  for (let isDone = false; !isDone; ) {
    const entered = await next('enter', { after });
    isDone = entered['isDone'] === true;
    after = entered['after'];
  }
  return await next('report');
}

function chunks<T>(things: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(things.length / size) }, (_, index) =>
    things.slice(index * size, (index + 1) * size),
  );
}
