// Files of a run in a bucket: a refusal is no absence, unless nothing is listed there.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createS3RunFiles, createS3WriteClient } from '../../../src/adapters/aws/index.ts';
import { startStack } from '../../local/aws/stack.ts';
import { HERE, startServer } from './test-server.ts';

it('takes a refusal for an absence where nothing is listed under the key, and throws it where there is a file', async (t) => {
  const { aws, s3 } = await startStack(t);
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence' }));
  const files = createS3RunFiles(s3, { bucket: 'evidence', prefix: 'replays/runs/' });
  await files.write('r/there.ndjson.old', 'x');
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  aws.faults.add({ operation: 's3:GetObject', effect, times: 2 });
  assert.equal(await files.read('r/there.ndjson'), undefined);
  await files.write('r/there.ndjson', 'x');
  await assert.rejects(files.read('r/there.ndjson'), { name: 'AccessDenied' });
  assert.equal(Buffer.from((await files.read('r/there.ndjson')) ?? []).toString(), 'x');
});

it('takes nothing for absent in a bucket that is somebody else’s', async (t) => {
  const { s3 } = await startStack(t);
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence' }));
  const place = { bucket: 'evidence', prefix: 'replays/runs/' };
  const files = createS3RunFiles(s3, { ...place, expectedBucketOwner: '123456789012' });
  await assert.rejects(files.read('r/none.ndjson'), { name: 'AccessDenied' });
  const first = files.list('r/')[Symbol.asyncIterator]().next();
  await assert.rejects(first, { name: 'AccessDenied' });
});

it('reads what another tool has put there, whatever its checksum is of', async (t) => {
  const checksum = {
    'x-amz-checksum-crc64nvme': 'AAAAAAAAAAA=',
    'x-amz-checksum-type': 'FULL_OBJECT',
  };
  const { endpoint, received } = await startServer(t, [
    (response, { headers }) => {
      const isAsked = headers['x-amz-checksum-mode'] !== undefined;
      response.writeHead(200, isAsked ? checksum : {}).end('x');
    },
  ]);
  const client = createS3WriteClient({ ...HERE, endpoint, forcePathStyle: true });
  t.after(() => client.destroy());
  const files = createS3RunFiles(client, { bucket: 'evidence', prefix: 'replays/runs/' });
  assert.equal(Buffer.from((await files.read('r/there.ndjson')) ?? []).toString(), 'x');
  assert.equal(received.length, 1);
});
