// DynamoDB of this machine: conditional writes over a socket, and an end.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ACCOUNT_ID, startDynamoLocal } from '../../../src/local/index.ts';
import { clientConfig } from './stack.ts';

it('creates a table at once and lets one of many conditional writers win', async (t) => {
  const dynamo = await startDynamoLocal();
  assert.match(dynamo.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  const client = new DynamoDBClient(clientConfig(dynamo.endpoint));
  t.after(() => client.destroy());
  await client.send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  const put = new PutItemCommand({
    TableName: 'state',
    Item: { pk: { S: 'one' } },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => client.send(put)));
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  const { id, permissions, accessKeyId } = dynamo.log.at(-1) ?? {};
  const resource = `arn:aws:dynamodb:us-east-1:${ACCOUNT_ID}:table/state`;
  assert.deepEqual(
    [id, permissions],
    [
      'dynamodb:PutItem',
      [{ action: 'dynamodb:PutItem', resource, context: { 'dynamodb:LeadingKeys': ['one'] } }],
    ],
  );
  assert.equal(typeof accessKeyId, 'string');
  await dynamo.stop();
  await assert.rejects(client.send(put));
});

it('refuses the operations it was told to, so often, and not others', async (t) => {
  const dynamo = await startDynamoLocal();
  const client = new DynamoDBClient({ ...clientConfig(dynamo.endpoint), maxAttempts: 1 });
  t.after(async () => {
    client.destroy();
    await dynamo.stop();
  });
  const refusal = { operation: 'dynamodb:ListTables', status: 400, code: 'AccessDeniedException' };
  dynamo.refuse({ ...refusal, times: 1 });
  const list = () => client.send(new ListTablesCommand({}));
  await assert.rejects(list(), { name: 'AccessDeniedException' });
  assert.deepEqual((await list()).TableNames, []);
  assert.equal(dynamo.log.length, 2);
});

const COUNT = {
  TableName: 'counts',
  Key: { pk: { S: 'one' } },
  UpdateExpression: 'ADD #count :one',
  ExpressionAttributeNames: { '#count': 'count' },
  ExpressionAttributeValues: { ':one': { N: '1' } },
  ReturnValues: 'ALL_NEW',
} as const;

async function counting(t: TestContext) {
  const dynamo = await startDynamoLocal();
  const client = new DynamoDBClient({ ...clientConfig(dynamo.endpoint), maxAttempts: 1 });
  t.after(async () => {
    client.destroy();
    await dynamo.stop();
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'counts',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  const count = async () =>
    (await client.send(new UpdateItemCommand(COUNT))).Attributes?.['count']?.N;
  return { dynamo, count };
}

for (const [kind, seen] of [
  ['reset', '1'],
  ['lose', '2'],
] as const) {
  it(`resets the connection, and the operation has ${kind === 'lose' ? '' : 'not '}taken place (${kind})`, async (t) => {
    const { dynamo, count } = await counting(t);
    const fault = dynamo.faults.add({ operation: 'dynamodb:UpdateItem', effect: { kind } });
    await assert.rejects(count(), { code: 'ECONNRESET' });
    assert.equal(await count(), seen);
    assert.deepEqual([fault.hits, dynamo.log.length], [1, 3]);
  });
}

it('strikes all of the service where the request is the one, after a pause where planned', async (t) => {
  const { dynamo, count } = await counting(t);
  const times = Number.POSITIVE_INFINITY;
  const seen: string[] = [];
  dynamo.faults.add({
    operation: 'dynamodb:*',
    effect: { kind: 'delay', delayMs: 5 },
    times,
    when: ({ id }) => seen.push(id) > 1,
  });
  assert.equal(await count(), '1');
  dynamo.faults.add({
    operation: 'dynamodb:*',
    effect: { kind: 'status', status: 400, code: 'ThrottlingException' },
  });
  await assert.rejects(count(), { name: 'ThrottlingException' });
  assert.equal(await count(), '2');
  assert.deepEqual(seen, Array(3).fill('dynamodb:UpdateItem'));
});
