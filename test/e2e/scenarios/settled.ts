// Findings that their scan kept and did not publish → published by settle, once, and not before the lease is over.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import { it } from 'node:test';
import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { accessOf } from '../support/access.ts';
import { callsOf, type Deployment, deploy } from '../support/deploy.ts';
import { cliFindings, findingsIn } from '../support/findings.ts';
import { deployable } from '../support/physical.ts';
import { STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';
import { until } from '../support/until.ts';
import { withoutAction } from '../support/without-action.ts';

/** What the sink tries. */
const PUBLISH_ATTEMPTS = 5;

/** Registers the tests. */
export function settled(template: () => Assembly): void {
  it('publishes after the lease what a scan kept that was killed before it could publish', async (t) => {
    const pidPath = join(tempFolder(), 'pid');
    const stack = await deploy(t, template(), { preloads: [tellPid(pidPath)] });
    const fault = refuseToPublish(stack, { kind: 'reset' });
    await stack.put('a.json', STORY);
    const run = stack.run();
    await until('the scan to publish', () => fault.hits > 0);
    kill(Number(readFileSync(pidPath, 'utf8')), 'SIGKILL');
    await run;
    fault.cancel();
    assert.match(JSON.stringify(stack.scan.invocations[0]), /signal: killed/);
    await assertSettled(stack);
  });

  it('publishes after the lease what SNS did not take of the scan', async (t) => {
    const stack = await deploy(t, template());
    const fault = refuseToPublish(stack, {
      kind: 'status',
      status: 500,
      code: 'InternalFailure',
    });
    await stack.put('a.json', STORY);
    await stack.run();
    assert.equal(fault.hits, PUBLISH_ATTEMPTS);
    await assertSettled(stack);
  });

  it('does nothing where nothing is due, with a role no wider than its calls', async (t) => {
    const stack = await deploy(t, template());
    await settle(stack);
    const calls = settleCalls(stack);
    assert.deepEqual([...new Set(calls.map(({ id }) => id))].toSorted(), [
      'dynamodb:GetItem',
      'dynamodb:Query',
      's3:ListObjectsV2',
      'sqs:GetQueueAttributes',
    ]);
    const queries = calls.filter(({ id }) => id === 'dynamodb:Query');
    assert.ok(queries.every(({ permissions }) => permissions[0]?.resource.endsWith('/index/due')));
  });

  it('publishes while a backlog holds judging back, and would be refused without any action of that', async (t) => {
    const stack = await deploy(t, template());
    refuseToPublish(stack, { kind: 'status', status: 500, code: 'InternalFailure' });
    await stack.put('a.json', STORY);
    await stack.run();
    await endLeases(stack);
    await fillQueue(stack);
    await settle(stack);
    assert.equal((await stack.published()).length, 2);
    assert.match(stack.settle.invocations.at(-1)?.logs ?? '', /"JudgingHeldBack":240/);
    const { roleName } = stack.settle;
    const calls = settleCalls(stack);
    const actions = calls.flatMap(({ permissions }) => permissions.map(({ action }) => action));
    assert.deepEqual([...new Set(actions)].toSorted(), NEEDED);
    for (const action of NEEDED) {
      const access = accessOf(deployable(withoutAction(template(), action), (name) => name));
      const refused = access.refused(roleName, calls);
      assert.ok(refused.length > 0 && refused.every((one) => one.startsWith(`${action} on `)));
    }
  });
}

/** What publishing, merging starts and holding back take of settle's role; judging keeps what it finds as a scan does. */
const NEEDED = [
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  'sns:Publish',
  'sqs:GetQueueAttributes',
];

/** Messages that the scans take at once: five for each of the 50 that may run. */
const ROUND = 250;

/** One more than that, of what asks for nothing. */
async function fillQueue({ clients, sourceUrl }: Deployment): Promise<void> {
  const MessageBody = JSON.stringify({ Event: 's3:TestEvent' });
  const Entries = Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody }));
  for (let sent = 0; sent <= ROUND; sent += Entries.length) {
    await clients.sqs.send(new SendMessageBatchCommand({ QueueUrl: sourceUrl, Entries }));
  }
}

function settleCalls({ settle: deployed, aws, dynamo }: Deployment) {
  return callsOf(deployed, [...aws.log, ...dynamo.log]);
}

/** All attempts of one delivery. */
function refuseToPublish(
  { aws }: Deployment,
  effect: { readonly kind: 'reset' } | { kind: 'status'; status: number; code: string },
) {
  // Resets go on until the test cancels them: the SDK repeats them too, and a loaded machine kills late.
  const times = effect.kind === 'reset' ? 1_000 : PUBLISH_ATTEMPTS;
  return aws.faults.add({ operation: 'sns:PublishBatch', effect, times });
}

/** Delivered again, the object is done and publishes nothing; nor does settle while the scan may still be alive. */
async function assertSettled(stack: Deployment): Promise<void> {
  assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  await settle(stack);
  assert.deepEqual(await stack.published(), []);
  assert.equal(await endLeases(stack), 2);
  await settle(stack);
  const expected = await cliFindings(STORY, `s3://${stack.bucket}/a.json`);
  assert.equal(expected.length, 2);
  assert.deepEqual(findingsIn(await stack.published()), expected);
  assert.equal(await endLeases(stack), 0, 'sent is sent');
}

async function settle({ settle: deployed }: Deployment): Promise<void> {
  const { kind, logs } = await deployed.invoke({ source: 'aws.events' });
  assert.equal(kind, 'payload', logs);
}

/** As if their time had passed: a test cannot wait for it. Gives how many findings are due. */
async function endLeases({ clients, stack }: Deployment): Promise<number> {
  const TableName = stack.outputs['StateTableName'];
  const { Items = [] } = await clients.dynamo.send(new ScanCommand({ TableName }));
  const due = Items.filter((item) => item['due']?.S?.startsWith('finding#'));
  for (const { pk, sk } of due) {
    assert.ok(pk !== undefined && sk !== undefined);
    const change = {
      UpdateExpression: 'SET dueAt = :past, leaseUntil = :past',
      ExpressionAttributeValues: { ':past': { N: '1' } },
    };
    await clients.dynamo.send(new UpdateItemCommand({ TableName, Key: { pk, sk }, ...change }));
  }
  return due.length;
}

/** A script that writes the sandbox's process id to a file. */
function tellPid(path: string): string {
  const text = `require('node:fs').writeFileSync(${JSON.stringify(path)}, String(process.pid));\n`;
  return join(tempFolder({ 'tell-pid.cjs': text }), 'tell-pid.cjs');
}
