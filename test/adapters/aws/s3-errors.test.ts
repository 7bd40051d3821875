// What ends a reading for good, and the kind of error it is.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { S3ReadError, type S3Target } from '../../../src/adapters/aws/index.ts';
import { brokenAt, ETAG, type Headers, OTHER_ETAG, s3Error, whole } from './s3-answers.ts';
import { objectOf, readObject } from './s3-reading.ts';
import type { Answer } from './test-server.ts';

const OBJECT = objectOf(5_000);
const ARCHIVED = '<StorageClass>GLACIER</StorageClass>';

const REFUSALS: readonly (readonly [string, Answer, string])[] = [
  ['412', s3Error(412, 'PreconditionFailed'), 'S3SupersededError'],
  ['404 NoSuchKey', s3Error(404, 'NoSuchKey'), 'S3GoneError'],
  ['404 NoSuchVersion', s3Error(404, 'NoSuchVersion'), 'S3GoneError'],
  ['404 NoSuchBucket, which is no gone object', s3Error(404, 'NoSuchBucket'), 'S3ReadError'],
  ['403 InvalidObjectState', s3Error(403, 'InvalidObjectState', ARCHIVED), 'S3ArchivedError'],
  ['403 AccessDenied', s3Error(403, 'AccessDenied'), 'S3AccessError'],
  ['403 of an unknown code', s3Error(403, 'SomethingNew'), 'S3AccessError'],
  ['400 InvalidArgument', s3Error(400, 'InvalidArgument'), 'S3ReadError'],
  ['405 of a delete marker', s3Error(405, 'MethodNotAllowed'), 'S3ReadError'],
  ['416', s3Error(416, 'InvalidRange'), 'S3ResponseError'],
];

for (const [name, refusal, kind] of REFUSALS) {
  it(`makes a ${kind} of ${name}, at once and in mid-object`, async (t) => {
    const first = await readObject(t, [refusal], { etag: ETAG });
    assertKind(first.thrown, kind, 0);
    assert.equal(first.object.failure, first.thrown);
    assert.equal(first.received.length, 1);
    const later = await readObject(t, [brokenAt(OBJECT, 1_234), refusal]);
    assertKind(later.thrown, kind, 1_234);
    assert.equal(later.received.length, 2);
    assert.ok(later.bytes.equals(OBJECT.subarray(0, 1_234)));
  });
}

const WRONG_RESTS: readonly (readonly [string, Headers, string])[] = [
  ['another first byte', range('bytes 1001-4999/5000'), 'S3ResponseError'],
  ['another last byte', range('bytes 1000-4000/5000'), 'S3ResponseError'],
  ['another total', range('bytes 1000-5999/6000'), 'S3ResponseError'],
  ['an unknown total', range('bytes 1000-4999/*'), 'S3ResponseError'],
  ['no range', { 'content-range': undefined }, 'S3ResponseError'],
  ['another ETag', { etag: OTHER_ETAG }, 'S3SupersededError'],
];

for (const [name, headers, kind] of WRONG_RESTS) {
  it(`does not splice in a rest with ${name}`, async (t) => {
    const script = [brokenAt(OBJECT, 1_000), whole(OBJECT, headers)];
    const { thrown, bytes } = await readObject(t, script);
    assertKind(thrown, kind, 1_000);
    assert.ok(bytes.equals(OBJECT.subarray(0, 1_000)));
  });
}

it('does not splice in the whole object where the range was overlooked', async (t) => {
  const overlooked: Answer = (response) => {
    response.writeHead(200, { etag: ETAG, 'content-length': OBJECT.length }).end(OBJECT);
  };
  const { thrown, bytes } = await readObject(t, [brokenAt(OBJECT, 1_000), overlooked]);
  assertKind(thrown, 'S3ResponseError', 1_000);
  assert.equal(bytes.length, 1_000);
});

interface WrongFirst {
  readonly name: string;
  readonly headers: Headers;
  readonly target?: Partial<S3Target>;
  readonly kind: string;
  readonly delivered: number;
}

const CHUNKED = { 'content-length': undefined };
const WRONG_FIRSTS: readonly WrongFirst[] = [
  {
    name: 'a range nobody asked for',
    headers: range('bytes 0-4999/9000'),
    kind: 'S3ResponseError',
    delivered: 0,
  },
  {
    name: 'another ETag than pinned',
    headers: { etag: OTHER_ETAG },
    target: { etag: ETAG },
    kind: 'S3SupersededError',
    delivered: 0,
  },
  { name: 'no length', headers: CHUNKED, kind: 'S3ResponseError', delivered: 0 },
  {
    name: 'more bytes than its notification says',
    headers: {},
    target: { size: 4_999 },
    kind: 'S3ResponseError',
    delivered: 5_000,
  },
  {
    name: 'fewer bytes than its notification says',
    headers: {},
    target: { size: 5_001 },
    kind: 'S3ResponseError',
    delivered: 5_000,
  },
  {
    name: 'no length and a body longer than its notification says',
    headers: CHUNKED,
    target: { size: 10 },
    kind: 'S3ResponseError',
    delivered: 0,
  },
];

for (const { name, headers, target, kind, delivered } of WRONG_FIRSTS) {
  it(`refuses an answer with ${name}`, async (t) => {
    const { thrown, bytes, received } = await readObject(t, [whole(OBJECT, headers)], target);
    assertKind(thrown, kind, delivered);
    assert.equal(bytes.length, delivered);
    assert.equal(received.length, 1);
  });
}

it('does not resume an object that nothing pins', async (t) => {
  const unpinned: Answer = (response) => {
    response.writeHead(200, { 'content-length': 5_000 });
    response.write(OBJECT.subarray(0, 100), () => response.destroy());
  };
  const { thrown, received } = await readObject(t, [unpinned]);
  assertKind(thrown, 'S3ResponseError', 100);
  assert.equal(received.length, 1);
});

it('reads an empty object as empty', async (t) => {
  const { thrown, bytes, object } = await readObject(t, [whole(Buffer.alloc(0))], { size: 0 });
  assert.equal(thrown, undefined);
  assert.equal(bytes.length, 0);
  assert.equal(object.failure, undefined);
});

function range(text: string): Headers {
  return { 'content-range': text };
}

function assertKind(thrown: unknown, kind: string, offset: number): void {
  assert.ok(thrown instanceof S3ReadError, String(thrown));
  assert.equal(thrown.name, kind);
  assert.equal(thrown.place.offset, offset);
  assert.ok(thrown.message.startsWith('s3://logs/day/a.ndjson'));
}
