// `replay run` over a bucket: what is asked of S3 is counted, paid for within the budget, and said where it is not as planned.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { listS3Objects } from '../../../src/adapters/aws/index.ts';
import type { CostLine, PlannedS3Object } from '../../../src/replay/index.ts';
import { startStack } from '../../local/aws/stack.ts';
import { scanListed } from '../../pipeline/join-scan.ts';
import { type LogObject, replayLogs } from '../../replay/attacks.ts';
import { makePlan } from '../../replay/make-plan.ts';
import { setEnvironment } from '../../support/environment.ts';
import { runHere } from '../run-here.ts';
import { coresOf, linesOf, summaryOf } from './run-files.ts';

const BUCKET = 'logs';
const OBJECTS = 12;
/** Requests of one object at most: the first, and five more. */
const MOST_REQUESTS = 6;
const GET_USD = 0.5;
const GET: CostLine = {
  what: 'S3 GET',
  quantity: 2 * OBJECTS,
  unit: 'requests',
  usdPerUnit: GET_USD,
  lowUsd: OBJECTS * GET_USD,
  highUsd: 2 * OBJECTS * GET_USD,
};

type PlannedHere = Omit<PlannedS3Object, 'index'>;

/** Logs in a bucket, and a plan of them. */
async function planned(t: TestContext) {
  const stack = await startStack(t);
  const { aws, s3 } = stack;
  setEnvironment(t, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const logs = await replayLogs({ objects: OBJECTS, attacks: 24, seed: 9, noiseBytes: 1_000 });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const put = ({ name, bytes }: LogObject) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: name, Body: bytes }));
  for (const one of logs) await put(one);
  const objects: PlannedHere[] = [];
  for await (const { key, etag, size, modifiedMs } of listS3Objects(s3, {
    bucket: BUCKET,
    prefix: '',
  })) {
    objects.push({ bucket: BUCKET, key, etag, size, modified: new Date(modifiedMs).toISOString() });
  }
  const plan = join(folder, 'plan');
  await makePlan(plan, objects, [GET]);
  const gets = () => aws.log.filter(({ id }) => id === 's3:GetObject').length;
  // Each thread loads the product anew.
  const run = (...flags: readonly string[]) =>
    runHere(['replay', 'run', plan, '--jobs', '1', ...flags]);
  return { ...stack, plan, logs, put, gets, run };
}

/** What a scan of all objects finds. */
async function scanOf(logs: readonly LogObject[]): Promise<readonly string[]> {
  const objects = logs.map(({ name, bytes }) => ({
    name: `s3://${BUCKET}/${name}`,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  }));
  return coresOf((await scanListed(objects)).findings);
}

function foundIn(plan: string): readonly string[] {
  return coresOf(linesOf(plan, 'findings.ndjson').map(({ finding }) => finding));
}

describe('replay run over a bucket', () => {
  it('finds what a scan finds, and counts each request that S3 was sent, the refused ones too', async (t) => {
    const { aws, plan, logs, gets, run } = await planned(t);
    const effect = { kind: 'status', status: 503, code: 'SlowDown' } as const;
    aws.faults.add({ operation: 's3:GetObject', effect, times: 3 });
    const { code, stderr } = await run('--jobs', '2');
    assert.equal(code, 0, stderr);
    assert.deepEqual(foundIn(plan), await scanOf(logs));
    const { s3Requests, usd } = summaryOf(plan);
    assert.equal(s3Requests, gets());
    assert.equal(s3Requests, 2 * OBJECTS + 3);
    assert.equal(usd, gets() * GET_USD);
  });

  it('stops before the budget is passed, and goes on with a larger one', async (t) => {
    const { plan, logs, gets, run } = await planned(t);
    const budget = (MOST_REQUESTS + 3) * GET_USD;
    const stopped = await run('--budget', String(budget));
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /would pass the budget; with a larger --budget/);
    assert.ok(gets() > 0 && gets() * GET_USD <= budget, `${gets()} requests`);
    const before = gets();
    assert.equal((await run('--budget', String(budget))).code, 1);
    assert.equal(gets(), before);
    assert.equal((await run('--budget', '1000')).code, 0);
    assert.equal(gets(), 2 * OBJECTS);
    assert.deepEqual(foundIn(plan), await scanOf(logs));
  });

  it('says which objects are gone, changed or broken off, and evaluates the others', async (t) => {
    const { s3, plan, logs, put, run } = await planned(t);
    const [gone, changed, ...others] = logs;
    assert.ok(gone !== undefined && changed !== undefined);
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: gone.name }));
    await put({ ...changed, bytes: changed.bytes.subarray(0, 100) });
    const { code, stderr } = await run();
    assert.equal(code, 2);
    assert.match(stderr, /10 objects scanned; 1 gone, 1 changed/);
    const bad = linesOf(plan, 'results.ndjson').filter(({ fate }) => fate !== 'scanned');
    assert.deepEqual(
      bad.map(({ object, fate, pass }) => [object, fate, pass]).sort(),
      [
        [`s3://${BUCKET}/${gone.name}`, 'gone', 'find'],
        [`s3://${BUCKET}/${changed.name}`, 'changed', 'find'],
      ].sort(),
    );
    assert.ok(bad.every(({ cause }) => typeof cause === 'string' && cause !== ''));
    assert.deepEqual(foundIn(plan), await scanOf(others));
  });

  it('reads what was refused again on demand, and looks once more for the starts it wants', async (t) => {
    const { aws, plan, logs, gets, run } = await planned(t);
    const refused = logs.slice(0, OBJECTS / 2).map(({ name }) => name);
    const fault = aws.faults.add({
      operation: 's3:GetObject',
      effect: { kind: 'status', status: 403, code: 'AccessDenied' },
      times: Number.POSITIVE_INFINITY,
      when: ({ s3 }) => s3?.key !== undefined && refused.includes(s3.key),
    });
    const first = await run();
    assert.equal(first.code, 2);
    assert.match(first.stderr, /6 objects scanned; 6 failed/);
    assert.notDeepEqual(foundIn(plan), await scanOf(logs));
    const known = await run();
    assert.deepEqual([known.code, known.stderr.includes('has ended')], [2, true]);
    fault.cancel();
    const before = gets();
    const { code, stderr } = await run('--retry-failed');
    assert.equal(code, 0, stderr);
    assert.deepEqual(foundIn(plan), await scanOf(logs));
    // The six, and all of them for what the six want.
    assert.equal(gets() - before, OBJECTS / 2 + OBJECTS);
  });
});
