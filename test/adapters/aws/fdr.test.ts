// What the reading of an FDR feed asks of SQS, S3 and Secrets Manager, and what it makes of their answers.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  createFdrAccess,
  createFdrClients,
  createMessageSource,
  createS3ReadClient,
  createSqsClient,
  type FdrKeys,
  FdrKeysError,
  headS3Object,
  parseFdrKeys,
  QueueError,
  S3AccessError,
} from '../../../src/adapters/aws/index.ts';
import { type Answer, HERE, resetAtOnce, startServer } from './test-server.ts';

const WAITING = { sleep: async () => undefined, random: () => 0.5 };
const ARN = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:fdr-AbCdEf';
const OLD = { accessKeyId: 'AKIAFEEDOLDEXAMPLE', secretAccessKey: `old/${'o'.repeat(36)}` };
const NEW = { accessKeyId: 'AKIAFEEDNEWEXAMPLE', secretAccessKey: `new/${'n'.repeat(36)}` };

const gives =
  (value: object, status = 200): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
      .end(JSON.stringify(value));

const heads =
  (status: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end();

async function queueOf(t: TestContext, script: readonly Answer[]) {
  const { endpoint, received } = await startServer(t, script);
  const client = createSqsClient({ ...HERE, endpoint });
  t.after(() => client.destroy());
  const queueUrl = `${endpoint}/123456789012/feed`;
  return { queueUrl, received, source: createMessageSource(client, queueUrl, WAITING) };
}

describe('a source of messages', () => {
  const TERMS = { waitSeconds: 2, hiddenSeconds: 300 };

  it('gives one message, how often it came and when it was sent, and hides it from others', async (t) => {
    const message = {
      MessageId: 'm1',
      ReceiptHandle: 'r1',
      Body: '{}',
      MD5OfBody: '99914b932bd37a50b983c5e7c90ae93b',
      Attributes: { ApproximateReceiveCount: '3', SentTimestamp: '1795169702942' },
    };
    const { source, queueUrl, received } = await queueOf(t, [gives({ Messages: [message] })]);
    assert.deepEqual(await source.receive(TERMS), {
      id: 'm1',
      receiptHandle: 'r1',
      body: '{}',
      receiveCount: 3,
      sentMs: 1_795_169_702_942,
    });
    assert.deepEqual(JSON.parse(received[0]?.body ?? ''), {
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: 2,
      VisibilityTimeout: 300,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
    });
  });

  it('takes a message without attributes for one that came for the first time', async (t) => {
    const bare = { Body: '{}', MD5OfBody: '99914b932bd37a50b983c5e7c90ae93b' };
    const { source } = await queueOf(t, [gives({ Messages: [bare] }), gives({})]);
    const message = await source.receive(TERMS);
    assert.deepEqual([message?.receiveCount, message?.sentMs], [1, undefined]);
    assert.equal(await source.receive(TERMS), undefined);
  });

  it('removes by the receipt, and tells what the queue says against it', async (t) => {
    const denied = gives({ __type: 'com.amazonaws.sqs#AccessDenied', message: 'no' }, 403);
    const { source, received } = await queueOf(t, [gives({}), denied]);
    await source.remove('r1');
    assert.equal(received[0]?.headers['x-amz-target'], 'AmazonSQS.DeleteMessage');
    assert.equal(JSON.parse(received[0]?.body ?? '').ReceiptHandle, 'r1');
    await assert.rejects(source.remove('r1'), {
      name: 'QueueError',
      message: 'DeleteMessage failed: AccessDenied: no',
    });
  });
});

describe('the head of an object', () => {
  const MD5 = '0123456789ABCDEF0123456789abcdef';
  const PLACE = { bucket: 'feed', key: 'data/a.gz' };

  async function headOf(t: TestContext, script: readonly Answer[]) {
    const { endpoint, received } = await startServer(t, script);
    const client = createS3ReadClient({ ...HERE, endpoint, forcePathStyle: true });
    t.after(() => client.destroy());
    return { received, read: () => headS3Object(client, PLACE, { waiting: WAITING }) };
  }

  const TAGS = [
    [{ etag: `"${MD5}"` }, MD5.toLowerCase()],
    [{ etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'AES256' }, MD5.toLowerCase()],
    [{ etag: `"${MD5}"`, 'x-amz-server-side-encryption': 'aws:kms' }, undefined],
    [{ etag: `"${MD5}-2"` }, undefined],
  ] as const;
  for (const [headers, md5] of TAGS) {
    it(`has ${md5 === undefined ? 'no hash' : 'its hash'} by ${JSON.stringify(headers)}`, async (t) => {
      const { read } = await headOf(t, [heads(200, { ...headers, 'content-length': '90' })]);
      const etag = headers.etag.slice(1, -1);
      assert.deepEqual(await read(), { etag, size: 90, md5 });
    });
  }

  it('is asked for again where S3 did not answer, or was busy, and not for ever', async (t) => {
    const good = heads(200, { etag: '"e"', 'content-length': '9' });
    const busy = await headOf(t, [heads(503), resetAtOnce, good]);
    assert.equal((await busy.read()).size, 9);
    const never = await headOf(t, Array(4).fill(heads(500)));
    await assert.rejects(never.read(), { name: 'S3BrokenError' });
    assert.equal(never.received.length, 4);
  });

  it('tells a key that is gone from one that is forbidden, at once', async (t) => {
    const { read, received } = await headOf(t, [heads(404), heads(403)]);
    await assert.rejects(read(), { name: 'S3GoneError' });
    await assert.rejects(read(), { name: 'S3AccessError' });
    assert.equal(received.length, 2);
  });

  it('without an ETag is none', async (t) => {
    const { read } = await headOf(t, [heads(200, { 'content-length': '9' })]);
    await assert.rejects(read(), { name: 'S3ResponseError' });
  });
});

describe('the keys of a feed', () => {
  it('are what the secret holds, and nothing else of it', () => {
    assert.deepEqual(parseFdrKeys(ARN, JSON.stringify({ ...OLD, more: 1 })), OLD);
  });

  const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const WRONG = [
    [SECRET, 'is no JSON object'],
    [JSON.stringify([SECRET]), 'has no accessKeyId'],
    [JSON.stringify({ accessKeyId: SECRET, secretAccessKey: SECRET }), 'has no accessKeyId'],
    [JSON.stringify({ ...OLD, secretAccessKey: ` ${SECRET}\n` }), 'has no secretAccessKey'],
    [JSON.stringify({ accessKeyId: OLD.accessKeyId, secretaccesskey: SECRET }), 'has no secretA'],
    [`{"__proto__": ${JSON.stringify({ ...OLD, secretAccessKey: SECRET })}}`, 'has no accessKeyId'],
  ] as const;
  for (const [text, what] of WRONG) {
    it(`that are none are told by what is wrong with them (${what}), quoting nothing`, () => {
      assert.throws(
        () => parseFdrKeys(ARN, text),
        (error) =>
          error instanceof FdrKeysError &&
          error.message.startsWith(`${ARN}: the secret ${what}`) &&
          error.cause === undefined &&
          !error.message.includes('EXAMPLE'),
      );
    });
  }
});

describe('the access to a feed', () => {
  /** A secret that is OLD until it is read anew. */
  function access(renewed: object = NEW) {
    const made: FdrKeys[] = [];
    let reads = 0;
    const forRun = createFdrAccess({
      secretArn: ARN,
      secret: {
        current: async () => JSON.stringify(OLD),
        renewed: async () => {
          reads += 1;
          return JSON.stringify(renewed);
        },
      },
      clientsOf: (keys) => {
        made.push(keys);
        return createFdrClients('us-west-2', keys);
      },
    });
    return { forRun, made, reads: () => reads };
  }

  const refusal = (code: string) =>
    new QueueError('ReceiveMessage', code, 'no', {
      cause: Object.assign(new Error(), { name: code }),
    });
  const PLACE = { bucket: 'feed', key: 'a', versionId: undefined, offset: 0 };

  it('makes clients of the feed’s region once, while the key is the same', async () => {
    const { forRun, made, reads } = access();
    for (const use of [forRun(), forRun()]) {
      const regions = await use(({ s3, sqs }) =>
        Promise.all([s3.config.region(), sqs.config.region()]),
      );
      assert.deepEqual(regions, ['us-west-2', 'us-west-2']);
    }
    assert.deepEqual([made, reads()], [[OLD], 0]);
  });

  for (const thrown of [refusal('InvalidClientTokenId'), new S3AccessError(PLACE, '403: no')]) {
    it(`reads the secret again where ${thrown.name} says that the key is refused, once a run`, async () => {
      const { forRun, made, reads } = access();
      const use = forRun();
      const keys: unknown[] = [];
      const call = async ({ sqs }: { readonly sqs: { config: { credentials(): unknown } } }) => {
        keys.push(await sqs.config.credentials());
        if (keys.length === 1) throw thrown;
        return 'done';
      };
      assert.equal(await use(call), 'done');
      assert.deepEqual(made, [OLD, NEW]);
      await assert.rejects(
        use(() => Promise.reject(thrown)),
        thrown,
      );
      assert.equal(reads(), 1);
    });
  }

  it('calls no second time with the same key, nor for what is no refusal', async () => {
    const same = access(OLD);
    await assert.rejects(same.forRun()(() => Promise.reject(refusal('AccessDenied'))));
    assert.deepEqual([same.made.length, same.reads()], [1, 1]);
    const other = access();
    await assert.rejects(other.forRun()(() => Promise.reject(refusal('InternalError'))));
    assert.equal(other.reads(), 0);
  });
});
