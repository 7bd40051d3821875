// A feed between the services of this machine: manifests become alerts and are removed, by CrowdStrike's keys alone.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { fdrConnection, fdrStart } from '../../source/fdr-records.ts';
import { deployFeed, FEED_REGION, NEW, OLD, ROLE_KEY } from './deployed.ts';
import { BUCKET, pathOf } from './world.ts';

const ATTACK = [fdrStart(), fdrConnection()];
const CONTEXT = {
  awsRequestId: 'r1',
  functionName: 'sigma-lambda-fdr',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:f',
  memoryLimitInMB: '1769',
  getRemainingTimeInMillis: () => 200_000,
};
const QUIET = [fdrConnection({ RemotePort: '443' })];

test('what a manifest names is scanned and told, and the manifest removed, by the feed’s own keys in its region', async (t) => {
  const feed = await deployFeed(t);
  await feed.put(pathOf('part-0.gz'), ATTACK);
  await feed.put(pathOf('part-1.gz'), QUIET);
  await feed.send([pathOf('part-0.gz'), pathOf('part-1.gz')]);
  await feed.run();
  assert.ok((await feed.bodies('told')).length > 0);
  assert.deepEqual(await feed.messagesIn(feed.queueUrl), [0, 0]);
  const callers = feed.aws.log
    .filter(({ s3, permissions }) =>
      [s3?.bucket, ...permissions.map(({ resource }) => resource.split(':').at(-1))].some(
        (name) => name === BUCKET || name === 'feed',
      ),
    )
    .map(({ accessKeyId, headers }) => {
      const [, region] = /\/\d{8}\/([\w-]+)\//.exec(String(headers['authorization'])) ?? [];
      return `${accessKeyId} ${region}`;
    });
  assert.deepEqual([...new Set(callers)].sort(), [
    `AKIACROWDSTRIKE ${FEED_REGION}`,
    `${OLD.accessKeyId} ${FEED_REGION}`,
  ]);
  const byRole = feed.aws.log.filter(({ accessKeyId }) => accessKeyId === ROLE_KEY);
  assert.ok(byRole.some(({ id }) => id === 'secretsmanager:GetSecretValue'));
});

test('a file that is not there keeps its manifest in CrowdStrike’s queue, and the others are told once', async (t) => {
  const feed = await deployFeed(t);
  await feed.put(pathOf('part-0.gz'), ATTACK);
  await feed.send([pathOf('part-0.gz'), pathOf('part-1.gz')]);
  await feed.run();
  assert.ok((await feed.bodies('told')).length > 0);
  assert.deepEqual(await feed.messagesIn(feed.queueUrl), [0, 1]);
  assert.deepEqual(await feed.bodies('failures'), []);
});

test('a manifest of another bucket is in our failure queue, and told why; sent back, our own queue has it worked off', async (t) => {
  const feed = await deployFeed(t);
  const body = JSON.stringify({ bucket: 'other', files: [{ path: pathOf('part-0.gz') }] });
  await feed.sqsOfFeed.send(new SendMessageCommand({ QueueUrl: feed.queueUrl, MessageBody: body }));
  await feed.run();
  assert.deepEqual(await feed.messagesIn(feed.queueUrl), [0, 0]);
  const [failed] = await feed.receive('failures');
  assert.equal(failed?.Body, body);
  assert.match(failed?.MessageAttributes?.['reason']?.StringValue ?? '', /is of bucket "other"/);
  await feed.put(pathOf('part-0.gz'), ATTACK);
  const mended = body.replace('other', BUCKET);
  await feed.sqs.send(new SendMessageCommand({ QueueUrl: feed.ownQueueUrl, MessageBody: mended }));
  await feed.run();
  assert.ok((await feed.bodies('told')).length > 0);
  assert.deepEqual(await feed.receive('again'), []);
});

test('keys that CrowdStrike has changed are read again in the run that is refused', async (t) => {
  const feed = await deployFeed(t);
  await feed.run();
  refuseOldKeys(feed);
  feed.aws.putSecret(feed.secretArn, JSON.stringify(NEW));
  await feed.put(pathOf('part-0.gz'), ATTACK);
  await feed.send([pathOf('part-0.gz')]);
  await feed.run();
  assert.ok((await feed.bodies('told')).length > 0);
  assert.deepEqual(await feed.messagesIn(feed.queueUrl), [0, 0]);
  assert.equal(readsOf(feed), 2);
});

test('keys that are refused, and stand in the secret still, fail the run', async (t) => {
  const feed = await deployFeed(t);
  refuseOldKeys(feed);
  await feed.send([pathOf('part-0.gz')]);
  await assert.rejects(feed.run(), /^QueueError: ReceiveMessage failed: InvalidClientTokenId/);
  assert.equal(readsOf(feed), 2);
});

/** As AWS answers to a key that is no more. */
function refuseOldKeys({ aws }: Awaited<ReturnType<typeof deployFeed>>): void {
  for (const [operation, code] of [
    ['sqs:*', 'InvalidClientTokenId'],
    ['s3:*', 'InvalidAccessKeyId'],
  ] as const) {
    aws.faults.add({
      operation,
      effect: { kind: 'status', status: 403, code },
      times: Number.POSITIVE_INFINITY,
      when: ({ accessKeyId }) => accessKeyId === OLD.accessKeyId,
    });
  }
}

function readsOf({ aws }: Awaited<ReturnType<typeof deployFeed>>): number {
  return aws.log.filter(({ id }) => id === 'secretsmanager:GetSecretValue').length;
}

test('a secret that holds no keys fails the invocation, and its text is in no message', async (t) => {
  const feed = await deployFeed(t);
  feed.aws.putSecret(feed.secretArn, 'hunter2-is-my-key');
  const { handler } = await import('../../../functions/fdr/handler.ts');
  const invoked: Promise<unknown> = Reflect.apply(handler, undefined, [{}, CONTEXT]);
  await assert.rejects(
    invoked,
    (error) =>
      error instanceof Error &&
      error.name === 'FdrKeysError' &&
      error.message.startsWith(`${feed.secretArn}: the secret is no JSON object`) &&
      !JSON.stringify([error.message, error.stack, error.cause]).includes('hunter2'),
  );
});
