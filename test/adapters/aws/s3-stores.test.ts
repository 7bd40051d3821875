// Archive and quarantine in S3 keep their promises over sockets, also where S3 throttles, breaks or refuses.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  createS3Archive,
  createS3Quarantine,
  createS3ReadClient,
  createS3WriteClient,
  listS3Objects,
  MAX_PUT_ATTEMPTS,
  S3WriteError,
} from '../../../src/adapters/aws/index.ts';
import { type AwsLocal, startAwsLocal } from '../../../src/local/index.ts';
import { describeFindingArchive } from '../../contracts/finding-archive.ts';
import { describeQuarantineFiles, rejected } from '../../contracts/quarantine-files.ts';
import { clientConfig } from '../../local/aws/stack.ts';
import { type Answer, HERE, resetAtOnce, startServer } from './test-server.ts';

const PREFIX = 'state/';
let aws: AwsLocal;
let client: S3Client;
let buckets = 0;

before(async () => {
  aws = await startAwsLocal();
  client = createS3WriteClient({ ...clientConfig(aws.endpoint), forcePathStyle: true });
});

after(async () => {
  client.destroy();
  await aws.stop();
});

/** A new bucket, and what it holds under the prefix. */
async function newBucket() {
  const bucket = `state-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const holds = async (): Promise<Readonly<Record<string, string>>> => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    const read = Contents.map(async ({ Key = '' }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      assert.ok(Key.startsWith(PREFIX));
      return [Key.slice(PREFIX.length), (await Body?.transformToString()) ?? ''] as const;
    });
    return Object.fromEntries(await Promise.all(read));
  };
  return { bucket, holds };
}

describeFindingArchive('S3', async () => {
  const { bucket, holds } = await newBucket();
  return { archive: createS3Archive(client, { bucket, prefix: PREFIX }, NO_WAIT), holds };
});

describeQuarantineFiles('S3', async () => {
  const { bucket, holds } = await newBucket();
  const place = { bucket, prefix: PREFIX };
  return { quarantine: () => createS3Quarantine(client, place, NO_WAIT), holds };
});

const NO_WAIT = { sleep: async () => undefined, random: () => 0.5 };
const ENTRY = { key: 'findings/a', contentType: 'text/plain', body: 'x' };

function error(status: number, code: string): Answer {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<Error><Code>${code}</Code><Message>why</Message></Error>`);
}

const written: Answer = (response) => response.writeHead(200, { etag: '"e"' }).end();

describe('writing to S3', () => {
  const run = async (t: Parameters<typeof startServer>[0], script: readonly Answer[]) => {
    const server = await startServer(t, script);
    const writer = createS3WriteClient({
      ...HERE,
      endpoint: server.endpoint,
      forcePathStyle: true,
    });
    t.after(() => writer.destroy());
    const place = { bucket: 'state', expectedBucketOwner: '123456789012' };
    return { writer, place, received: server.received };
  };

  it('tries again after throttling, a fault, a conflict and a broken connection', async (t) => {
    const script = [
      error(503, 'SlowDown'),
      error(500, 'InternalError'),
      error(409, 'ConditionalRequestConflict'),
    ];
    const { writer, place, received } = await run(t, [...script, resetAtOnce, written]);
    const [outcome] = await createS3Archive(writer, place, NO_WAIT).keep([ENTRY]);
    assert.equal(outcome?.kind, 'written');
    assert.equal(received.length, MAX_PUT_ATTEMPTS);
    assert.ok(received.every(({ headers }) => headers['if-none-match'] === '*'));
    assert.ok(
      received.every(({ headers }) => headers['x-amz-expected-bucket-owner'] === '123456789012'),
    );
  });

  it('does not try again what is refused, and says why', async (t) => {
    const { writer, place, received } = await run(t, [error(403, 'AccessDenied'), written]);
    const outcomes = await createS3Archive(writer, place, NO_WAIT).keep([
      ENTRY,
      { ...ENTRY, key: 'b' },
    ]);
    assert.deepEqual(outcomes, [
      { kind: 'failed', key: 'findings/a', code: 'AccessDenied', message: 'why' },
      { kind: 'written', key: 'b' },
    ]);
    assert.equal(received.length, 2);
  });

  it('gives up after five attempts', async (t) => {
    const { writer, place } = await run(
      t,
      Array.from({ length: 5 }, () => error(503, 'SlowDown')),
    );
    const [outcome] = await createS3Archive(writer, place, NO_WAIT).keep([ENTRY]);
    assert.equal(outcome?.kind === 'failed' && outcome.code, 'SlowDown');
  });

  it('fails the scan whose quarantine could not be written', async (t) => {
    const { writer, place } = await run(t, [error(403, 'AccessDenied')]);
    const quarantine = createS3Quarantine(writer, place, NO_WAIT);
    await quarantine.keep('s3://logs/a', rejected(0));
    await assert.rejects(quarantine.close(), (thrown) => {
      assert.ok(thrown instanceof S3WriteError);
      assert.match(
        thrown.message,
        /s3:\/\/state\/.*rejected\.ndjson could not be written: AccessDenied/,
      );
      return true;
    });
  });

  it('fails it too where the next object ends the file', async (t) => {
    const { writer, place } = await run(t, [error(403, 'AccessDenied')]);
    const quarantine = createS3Quarantine(writer, place, NO_WAIT);
    await quarantine.keep('s3://logs/a', rejected(0));
    await assert.rejects(quarantine.keep('s3://logs/b', rejected(0)), S3WriteError);
  });
});

describe('listing S3', () => {
  const page = (keys: readonly string[], next?: string): Answer => {
    const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>7</Size></Contents>`);
    const token =
      next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
    const xml = `<ListBucketResult>${contents.join('')}${token}</ListBucketResult>`;
    return (response) => response.writeHead(200, { 'content-type': 'application/xml' }).end(xml);
  };
  const list = async (t: Parameters<typeof startServer>[0], script: readonly Answer[]) => {
    const server = await startServer(t, script);
    const reader = createS3ReadClient({ ...HERE, endpoint: server.endpoint, forcePathStyle: true });
    t.after(() => reader.destroy());
    const place = { bucket: 'state', prefix: 'q/' };
    const keys: string[] = [];
    for await (const { key } of listS3Objects(reader, place, NO_WAIT)) keys.push(key);
    return { keys, received: server.received };
  };

  it('goes on page by page to the end, and asks again for a page that was throttled', async (t) => {
    const script = [page(['q/a', 'q/b'], 'next'), error(503, 'SlowDown'), page(['q/c'])];
    const { keys, received } = await list(t, script);
    assert.deepEqual(keys, ['q/a', 'q/b', 'q/c']);
    const asked = received.map(({ url }) => /continuation-token=(\w+)/.exec(url)?.[1]);
    assert.deepEqual(asked, [undefined, 'next', 'next']);
  });

  it('throws what asking again cannot mend', async (t) => {
    await assert.rejects(list(t, [error(403, 'AccessDenied')]), { name: 'AccessDenied' });
  });
});
