// `replay plan` over the S3 of this machine: what is listed, what is refused, and that it goes on where it was ended.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startListingServer } from '../../../bench/listing-server.ts';
import { runPlan } from '../../../bench/plan.ts';
import { openPlan } from '../../../src/adapters/local/index.ts';
import { type AwsLocal, startAwsLocal } from '../../../src/local/index.ts';
import { clientConfig } from '../../local/aws/stack.ts';
import { startCli } from '../run-cli.ts';
import { runHere } from '../run-here.ts';

const LOG = readFileSync('events/sysmon/srv-apps-01-events-20261120.json');
const VARIABLES = { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' };
const before_ = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, process.env[name]]));
let aws: AwsLocal;
let client: S3Client;
let buckets = 0;

before(async () => {
  Object.assign(process.env, VARIABLES);
  aws = await startAwsLocal();
  client = new S3Client({ ...clientConfig(aws.endpoint), forcePathStyle: true });
});

after(async () => {
  for (const [name, value] of Object.entries(before_)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  client.destroy();
  await aws.stop();
});

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'plan');
}

async function newBucket(objects: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const bucket = `plans-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  for (const [Key, Body] of Object.entries(objects)) {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  }
  return bucket;
}

function plan(folder: string, place: string, ...more: readonly string[]) {
  const at = ['--endpoint', aws.endpoint, '--region', 'us-east-1'];
  return runHere(['replay', 'plan', place, '--out', folder, ...at, ...more]);
}

async function keysOf(folder: string): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const one of (await openPlan(folder)).objects()) {
    keys.push('key' in one ? one.key : one.path);
  }
  return keys;
}

describe('a plan of a bucket', () => {
  it('holds the objects under its prefix by key, and what a sample says of them', async (t) => {
    const bucket = await newBucket({
      'fdr/': '',
      'fdr/a b+c&ü.ndjson': LOG,
      'fdr/z.gz': gzipSync(LOG),
      'other/x': LOG,
    });
    const folder = newFolder(t);
    const { code, stdout, stderr } = await plan(folder, `s3://${bucket}/fdr/`, '--format', 'json');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^3 objects listed in [\d.]+ s \([\d,]+\/s\)\n$/);
    assert.deepEqual(await keysOf(folder), ['fdr/a b+c&ü.ndjson', 'fdr/z.gz']);
    const { plan: said, empty } = JSON.parse(stdout);
    assert.equal(empty, 1);
    assert.equal(said.estimate.sampled, 2);
    assert.equal(said.estimate.rawBytes, 2 * LOG.length);
    const lines = said.estimate.lines.map(({ what }: { what: string }) => what);
    assert.deepEqual(lines.slice(0, 3), ['S3 LIST', 'S3 GET', 'Lambda compute']);
  });

  it('is empty where nothing is under the prefix', async (t) => {
    const folder = newFolder(t);
    const { code, stdout } = await plan(folder, `s3://${await newBucket({ a: 'x' })}/none/`);
    assert.equal(code, 0);
    assert.match(stdout, /^plan p1_.*\n0 objects, 0 B as stored\n/);
    assert.deepEqual(await keysOf(folder), []);
  });

  it('is none of a bucket that is not there', async (t) => {
    const { code, stderr } = await plan(newFolder(t), 's3://no-such-bucket/');
    assert.equal(code, 2);
    assert.match(stderr, /error: cannot be planned: NoSuchBucket/);
  });

  it('leaves out what was put at another time, and is not made where one is', async (t) => {
    const bucket = await newBucket({ a: 'x' });
    const folder = newFolder(t);
    const { stdout } = await plan(folder, `s3://${bucket}`, '--until', '2020-01-01');
    assert.match(stdout, /0 objects.*\n1 object left out by time/);
    const again = await plan(folder, `s3://${bucket}`, '--until', '2020-01-01');
    assert.equal(again.code, 2);
    assert.match(again.stderr, /holds a plan, and plans are not changed/);
  });

  it('goes on after a kill amid its listing: each key is there once', async (t) => {
    const keys = 40_000;
    const server = await startListingServer(keys);
    t.after(() => server.stop());
    const folder = newFolder(t);
    const place = ['replay', 'plan', `s3://${server.bucket}/`, '--out', folder, '--sample', '0'];
    const args = [...place, '--endpoint', server.endpoint, '--region', 'us-east-1'];
    const child = startCli(args, VARIABLES);
    const closed = new Promise((resolve) => child.once('close', resolve));
    while (!existsSync(join(folder, 'listing.json'))) await sleep(5);
    child.kill('SIGKILL');
    await closed;
    assert.ok(!existsSync(join(folder, 'plan.json')));
    const { code, stderr } = await runHere(args);
    assert.equal(code, 0, stderr);
    let index = 0;
    for (const key of await keysOf(folder)) {
      assert.ok(key.includes(`part-${String(index++).padStart(8, '0')}-`), key);
    }
    assert.equal(index, keys);
    assert.ok(server.pages() < 1.9 * (keys / 1_000), `${server.pages()} pages were asked for`);
  });

  it('takes less than 200 MB and says its rate; `npm run bench -- plan` has a million', async (t) => {
    // Whoever starts the sources first pays for stripping their types, once: Node keeps what it compiled.
    await runPlan(1, newFolder(t));
    const run = await runPlan(30_000, newFolder(t));
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /30,000 objects listed in [\d.]+ s \([\d,]+\/s\)/);
    assert.ok(run.peakMb < 200, `peak ${run.peakMb} MB`);
  });
});

const SCHEMA =
  'Bucket, Key, Size, LastModifiedDate, ETag, StorageClass, IsLatest, IntelligentTieringAccessTier';

function row(bucket: string, key: string, ...more: readonly string[]): string {
  const [storageClass = 'STANDARD', isLatest = 'true', tier = ''] = more;
  const values = [
    bucket,
    key,
    '10',
    '2026-11-20T10:00:00.000Z',
    'abc',
    storageClass,
    isLatest,
    tier,
  ];
  return values.map((value) => `"${value}"`).join(',');
}

async function inventoryOf(rows: readonly string[], given: Readonly<Record<string, unknown>> = {}) {
  const data = gzipSync(`${rows.join('\n')}\n`);
  const file = {
    key: 'd/1.csv.gz',
    size: data.length,
    MD5checksum: createHash('md5').update(data).digest('hex'),
  };
  const manifest = {
    sourceBucket: 'logs',
    fileFormat: 'CSV',
    fileSchema: SCHEMA,
    files: [file],
    ...given,
  };
  const bucket = await newBucket({
    'd/1.csv.gz': data,
    'd/manifest.json': JSON.stringify(manifest),
  });
  return `s3://${bucket}/d/manifest.json`;
}

describe('a plan of an inventory', () => {
  it('holds the current objects, their keys decoded, and what is archived apart', async (t) => {
    const place = await inventoryOf([
      row('logs', 'a%2Fb+c%2Bd%C3%BC%22.gz'),
      row('logs', 'cold', 'INTELLIGENT_TIERING', 'true', 'ARCHIVE'),
      row('logs', 'frozen', 'GLACIER'),
      row('logs', 'old', 'STANDARD', 'false'),
    ]);
    const folder = newFolder(t);
    const { code, stdout, stderr } = await plan(folder, place, '--sample', '0');
    assert.equal(code, 0, stderr);
    assert.deepEqual(await keysOf(folder), ['a/b c+dü".gz']);
    assert.match(stdout, /2 objects, 20 B, must be restored first/);
    assert.match(stdout, /1 object left out/);
  });

  const hostile: readonly (readonly [
    string,
    readonly string[],
    Record<string, unknown>,
    RegExp,
  ])[] = [
    ['in ORC', [], { fileFormat: 'ORC' }, /inventory in ORC, which cannot be read/],
    [
      'without ETags',
      [],
      { fileSchema: 'Bucket, Key, Size, LastModifiedDate' },
      /has no ETag; add these/,
    ],
    ['without files', [], { files: 'all' }, /names no files/],
    [
      'whose file is another',
      [],
      { files: [{ key: 'd/1.csv.gz', size: 21, MD5checksum: '0'.repeat(32) }] },
      /has the MD5|the object ended|21/,
    ],
    ['with a torn row', ['"logs","a'], {}, /line 1: is no row of quoted values/],
    [
      'with a key that is none',
      [row('logs', '%E0%A4%A')],
      {},
      /line 1: has a key that is not as in URLs/,
    ],
    ['of another bucket', [row('elsewhere', 'a')], {}, /names an object in elsewhere/],
    [
      'with a size that is none',
      [row('logs', 'a').replace('"10"', '"-1"')],
      {},
      /line 1: has no size/,
    ],
  ];
  for (const [what, rows, given, expected] of hostile) {
    it(`is none of an inventory ${what}`, async (t) => {
      const folder = newFolder(t);
      const { code, stderr } = await plan(folder, await inventoryOf(rows, given));
      assert.equal(code, 2);
      assert.match(stderr, expected);
      assert.ok(!existsSync(join(folder, 'plan.json')));
    });
  }
});
