// How the servers are started: on which port, and whether they remember what they were asked.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startAwsLocal, startDynamoLocal } from '../../../src/local/index.ts';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

it('listens where it is told to, and says so where somebody else does', async () => {
  const first = await startAwsLocal();
  const port = Number(new URL(first.endpoint).port);
  await assert.rejects(startAwsLocal({ port }), { code: 'EADDRINUSE' });
  await first.stop();
  const second = await startAwsLocal({ port });
  assert.equal(second.endpoint, `http://127.0.0.1:${port}`);
  await second.stop();
});

it('keeps no log where none is wanted, and answers as ever', async (t) => {
  const [aws, dynamo] = await Promise.all([
    startAwsLocal({ logged: 'none' }),
    startDynamoLocal('none'),
  ]);
  const config = { region: 'us-east-1', credentials: CREDENTIALS };
  const s3 = new S3Client({ ...config, endpoint: aws.endpoint });
  const client = new DynamoDBClient({ ...config, endpoint: dynamo.endpoint });
  t.after(async () => {
    s3.destroy();
    client.destroy();
    await Promise.all([aws.stop(), dynamo.stop()]);
  });
  await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await client.send(
    new CreateTableCommand({
      TableName: 'state',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  assert.deepEqual([aws.log, dynamo.log], [[], []]);
});
