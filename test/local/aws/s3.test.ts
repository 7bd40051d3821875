// S3 of this machine: what fauxqs does, what this layer adds, what it refuses.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { errorOf, type Stack, startStack } from './stack.ts';

const BUCKET = 'logs';

async function put({ s3 }: Stack, Key: string, more: Partial<PutObjectCommandInput> = {}) {
  return await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'hello', ...more }));
}

async function get({ s3 }: Stack, Key: string, more: Partial<GetObjectCommandInput> = {}) {
  const answer = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key, ...more }));
  return { ...answer, text: (await answer.Body?.transformToString()) ?? '' };
}

async function withBucket(...args: Parameters<typeof startStack>): Promise<Stack> {
  const stack = await startStack(...args);
  await stack.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  return stack;
}

const KEYS = ['a/b.json', 'with space+plus%25é.json', 'dots/../up', 'a//b', 'q?x=1#y', '%zz'];

it('stores an object under any key and gives it back', async (t) => {
  const stack = await withBucket(t);
  for (const key of KEYS) {
    await put(stack, key, { Body: key });
    assert.equal((await get(stack, key)).text, key);
  }
});

it('tells which object each request is for', async (t) => {
  const stack = await withBucket(t);
  for (const key of KEYS) {
    await put(stack, key);
    assert.equal(stack.aws.log.at(-1)?.s3?.key, key);
  }
});

it('reads a range, a suffix, and refuses what lies behind the end', async (t) => {
  const stack = await withBucket(t);
  await put(stack, 'k');
  const range = await get(stack, 'k', { Range: 'bytes=1-' });
  assert.deepEqual([range.text, range.ContentRange], ['ello', 'bytes 1-4/5']);
  assert.equal((await get(stack, 'k', { Range: 'bytes=-2' })).text, 'lo');
  assert.equal((await errorOf(get(stack, 'k', { Range: 'bytes=5-' }))).status, 416);
});

it('answers 412 to If-Match of another ETag, and 404 to a key that is not there', async (t) => {
  const stack = await withBucket(t);
  const { ETag = '' } = await put(stack, 'k');
  assert.equal((await get(stack, 'k', { IfMatch: ETag, Range: 'bytes=0-0' })).text, 'h');
  await put(stack, 'k', { Body: 'other' });
  const stale = await errorOf(get(stack, 'k', { IfMatch: ETag }));
  assert.deepEqual([stale.name, stale.status], ['PreconditionFailed', 412]);
  const gone = await errorOf(get(stack, 'gone'));
  assert.deepEqual([gone.name, gone.status], ['NoSuchKey', 404]);
});

it('takes a body of 20 MiB in one PUT and gives back as many bytes', async (t) => {
  const stack = await withBucket(t);
  const Body = Buffer.alloc(20 * 2 ** 20, 'x');
  await put(stack, 'big', { Body });
  const { ContentLength } = await stack.s3.send(
    new HeadObjectCommand({ Bucket: BUCKET, Key: 'big' }),
  );
  assert.equal(ContentLength, Body.length);
});

it('answers 413 to a body above the limit it was started with', async (t) => {
  const stack = await withBucket(t, { maxBodyBytes: 1_000 });
  const Body = 'x'.repeat(1_001);
  assert.equal((await errorOf(put(stack, 'big', { Body }))).status, 413);
});

it('writes with If-None-Match:* once, and answers 412 afterwards', async (t) => {
  const stack = await withBucket(t);
  await put(stack, 'once', { IfNoneMatch: '*', Body: 'first' });
  const second = await errorOf(put(stack, 'once', { IfNoneMatch: '*', Body: 'second' }));
  assert.deepEqual([second.name, second.status], ['PreconditionFailed', 412]);
  assert.equal((await get(stack, 'once')).text, 'first');
});

it('lets one of many concurrent writers with If-None-Match:* win', async (t) => {
  const stack = await withBucket(t);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, () => put(stack, 'race', { IfNoneMatch: '*' })),
  );
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
});

it('overwrites with If-Match of the ETag it has, and answers 412 or 404 otherwise', async (t) => {
  const stack = await withBucket(t);
  const { ETag = '' } = await put(stack, 'k');
  await put(stack, 'k', { IfMatch: ETag, Body: 'next' });
  assert.equal((await errorOf(put(stack, 'k', { IfMatch: ETag }))).status, 412);
  assert.equal((await errorOf(put(stack, 'gone', { IfMatch: ETag }))).status, 404);
});

it('uploads in parts and copies', async (t) => {
  const stack = await withBucket(t);
  const target = { Bucket: BUCKET, Key: 'parts' };
  const { UploadId } = await stack.s3.send(new CreateMultipartUploadCommand(target));
  const part = await stack.s3.send(
    new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'part' }),
  );
  const Parts = [{ PartNumber: 1, ETag: part.ETag }];
  await stack.s3.send(
    new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }),
  );
  await stack.s3.send(
    new CopyObjectCommand({ Bucket: BUCKET, Key: 'copy', CopySource: `${BUCKET}/parts` }),
  );
  assert.equal((await get(stack, 'copy')).text, 'part');
});

const OBJECT = { Bucket: BUCKET, Key: 'k' };
const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
const VersioningConfiguration = { Status: 'Enabled' } as const;

const UNSUPPORTED: Readonly<Record<string, (s3: S3Client) => Promise<unknown>>> = {
  'PutObjectTagging, which would overwrite the object': (s3) =>
    s3.send(new PutObjectTaggingCommand({ ...OBJECT, Tagging })),
  PutBucketVersioning: (s3) =>
    s3.send(new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration })),
  GetBucketVersioning: (s3) => s3.send(new GetBucketVersioningCommand({ Bucket: BUCKET })),
  PutBucketPolicy: (s3) => s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: '{}' })),
  PutBucketNotificationConfiguration: (s3) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: BUCKET,
        NotificationConfiguration: {},
      }),
    ),
};

for (const [name, call] of Object.entries(UNSUPPORTED)) {
  it(`answers 501 to ${name}`, async (t) => {
    const stack = await withBucket(t);
    await put(stack, 'k');
    const refused = await errorOf(call(stack.s3));
    assert.deepEqual([refused.name, refused.status], ['NotImplemented', 501]);
    assert.equal((await get(stack, 'k')).text, 'hello');
  });
}

it('answers 501 to an upload by form, whose object nobody would be told of', async (t) => {
  const { aws } = await withBucket(t);
  const body = new FormData();
  body.set('key', 'k');
  body.set('file', 'hello');
  const answer = await fetch(`${aws.endpoint}/${BUCKET}`, { method: 'POST', body });
  assert.equal(answer.status, 501);
});

it('answers NoSuchVersion to a version that no bucket has', async (t) => {
  const stack = await withBucket(t);
  await put(stack, 'k');
  const refused = await errorOf(get(stack, 'k', { VersionId: 'v1' }));
  assert.deepEqual([refused.name, refused.status], ['NoSuchVersion', 404]);
});

it('gives back the version of each write where the bucket has versions', async (t) => {
  const stack = await withBucket(t);
  await stack.aws.enableVersions(BUCKET);
  const first = await put(stack, 'a b', { Body: 'first' });
  const second = await put(stack, 'a b', { Body: 'second' });
  const VersionId = first.VersionId ?? '';
  assert.notEqual(VersionId, second.VersionId ?? '');
  assert.equal((await get(stack, 'a b', { VersionId })).text, 'first');
  assert.equal((await get(stack, 'a b', { VersionId, Range: 'bytes=2-' })).text, 'rst');
  assert.equal((await get(stack, 'a b')).text, 'second');
  const ofAnother = await errorOf(get(stack, 'other', { VersionId }));
  assert.deepEqual([ofAnother.name, ofAnother.status], ['NoSuchVersion', 404]);
});

it("refuses a request that expects another account's bucket", async (t) => {
  const stack = await withBucket(t);
  await put(stack, 'k');
  const own = await get(stack, 'k', { ExpectedBucketOwner: '000000000000' });
  assert.equal(own.text, 'hello');
  const refused = await errorOf(get(stack, 'k', { ExpectedBucketOwner: '123456789012' }));
  assert.deepEqual([refused.name, refused.status], ['AccessDenied', 403]);
});

it('keeps stacks apart', async (t) => {
  const [one, other] = [await withBucket(t), await withBucket(t)];
  await put(one, 'k');
  const list = new ListObjectsV2Command({ Bucket: BUCKET });
  assert.equal((await one.s3.send(list)).KeyCount, 1);
  assert.equal((await other.s3.send(list)).KeyCount, 0);
});
