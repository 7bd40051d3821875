// What the proxy says that DynamoDB would bill: DynamoDB's rules, the index included.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { startCapacityProxy } from './capacity-proxy.ts';
import { startDynamoLocal } from '../../src/local/index.ts';
import { clientConfig } from '../local/aws/stack.ts';

const TableName = 'state';
const Key = { pk: { S: 'one' }, sk: { S: '-' } };

async function proxied(t: { after(end: () => Promise<void>): void }) {
  const dynamo = await startDynamoLocal();
  const proxy = await startCapacityProxy();
  proxy.forwardTo(dynamo.endpoint);
  const client = new DynamoDBClient({ ...clientConfig(proxy.endpoint), maxAttempts: 1 });
  t.after(async () => {
    client.destroy();
    proxy.close();
    await dynamo.stop();
  });
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        ...['pk', 'sk', 'due'].map((name) => ({
          AttributeName: name,
          AttributeType: 'S' as const,
        })),
        { AttributeName: 'dueAt', AttributeType: 'N' },
      ],
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'due',
          KeySchema: key('due', 'dueAt'),
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    }),
  );
  proxy.take();
  return { proxy, client };
}

it('bills a write by begun KB, and its index by what came, moved and went', async (t) => {
  const { proxy, client } = await proxied(t);
  const Item = {
    ...Key,
    due: { S: 'finding#1' },
    dueAt: { N: '5' },
    body: { S: 'x'.repeat(1_500) },
  };
  const once = { ConditionExpression: 'attribute_not_exists(pk)' };
  await client.send(new PutItemCommand({ TableName, Item, ...once }));
  assert.deepEqual(proxy.take().get('PutItem'), billed({ writeUnits: 2, indexUnits: 1 }));
  await assert.rejects(client.send(new PutItemCommand({ TableName, Item, ...once })));
  assert.deepEqual(proxy.take().get('PutItem'), billed({ writeUnits: 1 }));
  const values = { ':at': { N: '9' } };
  for (const [UpdateExpression, indexUnits] of [
    ['SET dueAt = :at', 2],
    ['SET extra = :at', 0],
    ['SET extra = :at REMOVE due', 1],
  ] as const) {
    const change = { UpdateExpression, ExpressionAttributeValues: values };
    await client.send(new UpdateItemCommand({ TableName, Key, ...change }));
    assert.deepEqual(proxy.take().get('UpdateItem'), billed({ writeUnits: 2, indexUnits }));
  }
});

it('bills half a unit for a query that finds nothing', async (t) => {
  const { proxy, client } = await proxied(t);
  const query = {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': { S: 'none' } },
  };
  assert.equal((await client.send(new QueryCommand({ TableName, ...query }))).Count, 0);
  assert.deepEqual(proxy.take().get('Query'), billed({ readUnits: 0.5 }));
});

function billed(units: object) {
  return { requests: 1, writeUnits: 0, indexUnits: 0, readUnits: 0, ...units };
}
