// The GETs that are sent: which object, which version of it, by which name.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { S3Object, S3Target } from '../../../src/adapters/aws/index.ts';
import { brokenAt, ETAG, whole } from './s3-answers.ts';
import { objectOf, openObject, readObject } from './s3-reading.ts';

const OBJECT = objectOf(1_000);
const BARE_ETAG = ETAG.slice(1, -1);

interface PinCase {
  readonly name: string;
  readonly target: Partial<S3Target>;
  /** `versionId` and `if-match` of the first request and of the one that resumes. */
  readonly sent: readonly (readonly [string | null, string | undefined])[];
}

const PINS: readonly PinCase[] = [
  {
    name: 'a version',
    target: { versionId: 'v1', etag: BARE_ETAG },
    sent: [
      ['v1', undefined],
      ['v1', ETAG],
    ],
  },
  {
    name: 'an ETag as notifications write it',
    target: { etag: BARE_ETAG },
    sent: [
      [null, ETAG],
      [null, ETAG],
    ],
  },
  {
    name: 'an ETag in quotes',
    target: { etag: ETAG },
    sent: [
      [null, ETAG],
      [null, ETAG],
    ],
  },
  {
    name: 'the ETag of the first answer where nothing is known',
    target: {},
    sent: [
      [null, undefined],
      [null, ETAG],
    ],
  },
  {
    name: 'the ETag beside the null version, which can be replaced',
    target: { versionId: 'null', etag: BARE_ETAG },
    sent: [
      ['null', ETAG],
      ['null', ETAG],
    ],
  },
];

for (const { name, target, sent } of PINS) {
  it(`pins both requests by ${name}`, async (t) => {
    const { bytes, received } = await readObject(t, [brokenAt(OBJECT, 400), whole(OBJECT)], target);
    assert.deepEqual(bytes, OBJECT);
    const pins = received.map(({ url, headers }) => [
      new URL(url, 'http://s3').searchParams.get('versionId'),
      headers['if-match'],
    ]);
    assert.deepEqual(pins, sent);
    assert.deepEqual(
      received.map(({ headers }) => headers.range),
      [undefined, 'bytes=400-'],
    );
  });
}

async function bytesFrom(object: S3Object, from: number): Promise<readonly Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.open(from)) chunks.push(chunk);
  return chunks;
}

it('asks from an offset on for the rest of the pinned object alone', async (t) => {
  const { object, received } = await openObject(t, [whole(OBJECT)], { etag: BARE_ETAG });
  assert.deepEqual(Buffer.concat(await bytesFrom(object, 400)), OBJECT.subarray(400));
  assert.equal(received[0]?.headers.range, 'bytes=400-');
  assert.equal(received[0]?.headers['if-match'], ETAG);
});

it('asks for nothing where nothing is left, for which S3 has no answer', async (t) => {
  const target = { etag: BARE_ETAG, size: OBJECT.length };
  const { object, received } = await openObject(t, [], target);
  assert.deepEqual(await bytesFrom(object, OBJECT.length), []);
  assert.equal(received.length, 0);
});

it('says with the first bytes what is read, not only at the end', async (t) => {
  const { object } = await openObject(t, [whole(OBJECT)]);
  assert.equal(object.content, undefined);
  for await (const _ of object.open()) {
    assert.deepEqual(object.content, { etag: BARE_ETAG, size: OBJECT.length });
  }
  assert.deepEqual(object.content, { etag: BARE_ETAG, size: OBJECT.length });
});

it('refuses to begin in the middle of an object of which neither ETag nor version is known', async (t) => {
  const { object, received } = await openObject(t, [whole(OBJECT)]);
  await assert.rejects(bytesFrom(object, 400), {
    name: 'S3ResponseError',
    message: /cannot be read from there, and no ETag or version says which object to resume/,
  });
  assert.equal(received.length, 0);
});

it('names the account that must own the bucket, and asks for no checksum', async (t) => {
  const target = { expectedBucketOwner: '123456789012' };
  const { received } = await readObject(t, [whole(OBJECT)], target);
  assert.equal(received[0]?.headers['x-amz-expected-bucket-owner'], '123456789012');
  assert.equal(received[0]?.headers['x-amz-checksum-mode'], undefined);
});

const KEYS: readonly (readonly [string, string])[] = [
  ['a+b c%20d.ndjson', '/logs/a%2Bb%20c%2520d.ndjson'],
  ['é/日.ndjson', '/logs/%C3%A9/%E6%97%A5.ndjson'],
  ['a/../b', '/logs/a/../b'],
  ['/a//b', '/logs//a//b'],
  ["it's (1)!*.ndjson", '/logs/it%27s%20%281%29%21%2A.ndjson'],
  ['a?versionId=x#y&z', '/logs/a%3FversionId%3Dx%23y%26z'],
];

for (const [key, path] of KEYS) {
  it(`asks for the key ${key} and no other`, async (t) => {
    const { object, received } = await readObject(t, [whole(OBJECT)], { key });
    assert.equal(received[0]?.url.replace(/\?x-id=GetObject$/, ''), path);
    assert.equal(object.name, `s3://logs/${key}`);
  });
}
