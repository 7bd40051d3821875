// DynamoDB of this machine: conditional writes over a socket, and an end.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startDynamoLocal } from '../../../src/local/index.ts';
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
  await dynamo.stop();
  await assert.rejects(client.send(put));
});
