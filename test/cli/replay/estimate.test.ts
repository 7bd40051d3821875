// What a plan says that a run takes × what the run asked for: within a tenth, and paid by the prices that the plan names.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readPrices, Spend } from '../../../src/cli/replay/spend.ts';
import { estimatePlan, type ReplayPlan } from '../../../src/replay/index.ts';
import { startStack } from '../../local/aws/stack.ts';
import { replayLogs } from '../../replay/attacks.ts';
import { setEnvironment } from '../../support/environment.ts';
import { runHere } from '../run-here.ts';
import { summaryOf } from './run-files.ts';

const OBJECTS = 20;
/** Issue 9. */
const TENTH = 0.1;

function isWithin(counted: number, estimated: number): boolean {
  return Math.abs(estimated - counted) <= counted * TENTH;
}

it('estimates the requests of a run within 10 % of those that S3 was sent', async (t) => {
  const { aws, s3 } = await startStack(t);
  setEnvironment(t, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  for (const { name, bytes } of await replayLogs({ objects: OBJECTS, attacks: 40, seed: 5 })) {
    await s3.send(new PutObjectCommand({ Bucket: 'logs', Key: name, Body: bytes }));
  }
  const count = (id: string) => aws.log.filter((operation) => operation.id === id).length;
  const plan = join(folder, 'plan');
  const planned = await runHere(['replay', 'plan', 's3://logs/', '--out', plan, '--on', 'here']);
  assert.equal(planned.code, 0, planned.stderr);
  const { estimate }: ReplayPlan = JSON.parse(readFileSync(join(plan, 'plan.json'), 'utf8'));
  const quantity = (what: string) =>
    estimate.lines.find((line) => line.what === what)?.quantity ?? 0;
  assert.ok(isWithin(count('s3:ListObjectsV2'), quantity('S3 LIST')));

  const sampled = count('s3:GetObject');
  const { code, stderr } = await runHere(['replay', 'run', plan, '--jobs', '2']);
  assert.equal(code, 0, stderr);
  const counted = count('s3:GetObject') - sampled;
  const { s3Requests, usd } = summaryOf(plan);
  assert.equal(s3Requests, counted);
  assert.ok(counted > OBJECTS, `${counted} requests: there was no second pass`);
  const gets = quantity('S3 GET');
  assert.ok(isWithin(counted, gets), `${counted} requests, ${gets} estimated`);
  // A machine in the region pays no transfer; a run counts it, so that no budget is passed.
  const lists =
    quantity('S3 LIST') * (estimate.lines.find(({ what }) => what === 'S3 LIST')?.usdPerUnit ?? 0);
  assert.ok(typeof usd === 'number' && isWithin(usd, estimate.highUsd - lists), `$${usd}`);
});

it('pays for each storage class what the plan says', () => {
  const classes = ['STANDARD', 'STANDARD_IA', 'GLACIER_IR'];
  const size = 2 ** 30;
  const byStorageClass = Object.fromEntries(
    classes.map((name) => [name, { objects: 1, bytes: size }]),
  );
  const sample = {
    ...{ objects: 3, whole: 3, storedBytes: 3 * size, rawBytes: 3 * size, records: 3 },
    ...{ perSource: {}, held: 1, findings: 0 },
  };
  const estimate = estimatePlan({
    ...{ objects: 3, bytes: 3 * size, byStorageClass, listRequests: 0, sample },
    ...{ place: 'here', isInS3: true },
  });
  const spend = new Spend(readPrices({ estimate }), Number.POSITIVE_INFINITY, 6);
  for (const storageClass of [...classes, ...classes]) {
    const object = {
      ...{ index: 0, bucket: 'logs', key: storageClass, etag: 'e', modified: '', storageClass },
      size,
    };
    assert.ok(spend.allow(object));
    assert.ok(spend.spend(object, { s3Requests: 1, bytes: size }) > 0);
  }
  assert.ok(Math.abs(spend.usd - estimate.highUsd) < 1e-9, `${spend.usd}, ${estimate.highUsd}`);
});
