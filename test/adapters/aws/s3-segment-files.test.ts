// Files of segments in a bucket keep the promises of the port, and ask again where S3 throttles, breaks or resets.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { CreateBucketCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  createS3SegmentFiles,
  createS3WriteClient,
  S3ReadError,
  S3WriteError,
} from '../../../src/adapters/aws/index.ts';
import { describeSegmentFiles } from '../../contracts/segment-files.ts';
import { clientConfig, startStack } from '../../local/aws/stack.ts';

const PLACE = { bucket: 'segments', prefix: 'starts/' };
const NO_WAIT = { sleep: async () => undefined, random: () => 0 };

async function open(t: TestContext) {
  const { aws } = await startStack(t);
  const s3 = createS3WriteClient({ ...clientConfig(aws.endpoint), forcePathStyle: true });
  t.after(() => s3.destroy());
  await s3.send(new CreateBucketCommand({ Bucket: PLACE.bucket }));
  return { aws, s3, files: createS3SegmentFiles(s3, PLACE, NO_WAIT) };
}

describeSegmentFiles('S3', async (t) => (await open(t)).files);

it('lie under the prefix', async (t) => {
  const { s3, files } = await open(t);
  await files.write('0/new/a-1', Buffer.from('x'));
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: PLACE.bucket }));
  assert.deepEqual(
    Contents.map(({ Key }) => Key),
    ['starts/0/new/a-1'],
  );
});

const PASSING = [
  ['throttles', { kind: 'status', status: 503, code: 'SlowDown' }],
  ['fails', { kind: 'status', status: 500, code: 'InternalError' }],
  ['resets', { kind: 'reset' }],
] as const;
for (const [what, effect] of PASSING) {
  it(`asks again where S3 ${what}`, async (t) => {
    const { aws, files } = await open(t);
    for (const operation of ['PutObject', 'GetObject', 'ListObjectsV2', 'DeleteObject']) {
      aws.faults.add({ operation: `s3:${operation}`, effect, times: 2 });
    }
    await files.write('0/new/a-1', Buffer.from('x'));
    assert.equal(Buffer.from((await files.read('0/new/a-1')) ?? []).toString(), 'x');
    for await (const { key } of files.list()) assert.equal(key, '0/new/a-1');
    await files.remove(['0/new/a-1']);
    assert.equal(await files.read('0/new/a-1'), undefined);
  });
}

it('reads a body again that breaks', async (t) => {
  const { aws, files } = await open(t);
  await files.write('0/new/a-1', Buffer.alloc(5_000, 'x'));
  aws.faults.add({
    operation: 's3:GetObject',
    effect: { kind: 'break', afterBytes: 700 },
    times: 2,
  });
  assert.equal((await files.read('0/new/a-1'))?.length, 5_000);
});

it('throws what will not pass: a refusal is no absence', async (t) => {
  const { aws, files } = await open(t);
  const effect = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  for (const operation of ['PutObject', 'GetObject', 'DeleteObject']) {
    aws.faults.add({ operation: `s3:${operation}`, effect, times: 1 });
  }
  await assert.rejects(files.write('0/new/a-1', Buffer.from('x')), S3WriteError);
  await assert.rejects(files.read('0/new/a-1'), S3ReadError);
  await assert.rejects(files.remove(['0/new/a-1']), S3ReadError);
});

it('says in every call who must own the bucket, and sees nothing of another’s', async (t) => {
  const { s3, files } = await open(t);
  const asked: unknown[] = [];
  s3.middlewareStack.add(
    (next) => (call) => {
      asked.push(Object(call.input).ExpectedBucketOwner);
      return next(call);
    },
    { step: 'initialize' },
  );
  const ofAccount = (expectedBucketOwner: string) =>
    createS3SegmentFiles(s3, { ...PLACE, expectedBucketOwner }, NO_WAIT);
  const own = ofAccount('000000000000');
  await own.write('0/new/a-1', Buffer.from('x'));
  await own.read('0/new/a-1');
  for await (const { key } of own.list()) assert.equal(key, '0/new/a-1');
  await own.remove(['0/new/a-1']);
  assert.deepEqual(asked, Array(4).fill('000000000000'));
  await files.write('0/new/a-1', Buffer.from('x'));
  const theirs = ofAccount('123456789012').list();
  await assert.rejects(theirs[Symbol.asyncIterator]().next(), { name: 'AccessDenied' });
});
