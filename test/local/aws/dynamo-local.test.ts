// DynamoDB of this machine: conditional writes over a socket, and an end.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
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
    ['dynamodb:PutItem', [{ action: 'dynamodb:PutItem', resource }]],
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
