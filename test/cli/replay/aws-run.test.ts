// `replay run --on aws`: what is put and started, what `status` says of it, and that the files of its end are reported as any run's.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { listRuns } from '../../../src/cli/replay/run-folder.ts';
import { scanListed } from '../../pipeline/join-scan.ts';
import { startStack } from '../../local/aws/stack.ts';
import { plannedFile } from '../../../bench/draft-plan.ts';
import { makePlan, writeLogs } from '../../replay/make-plan.ts';
import { replayLogs } from '../../replay/attacks.ts';
import { setEnvironment } from '../../support/environment.ts';
import { runHere } from '../run-here.ts';
import { stepFunctions } from './step-functions.ts';

const STACK = 'edr-prod';
const EVIDENCE = 'evidence';

const PLANNED = ['a.ndjson.gz', 'b/ü+%.ndjson.gz'].map((key) => ({
  bucket: 'logs',
  key,
  etag: 'e'.repeat(32),
  size: 100 * 2 ** 20,
  modified: '2026-11-20T10:00:00.000Z',
}));

async function world(t: TestContext) {
  const { aws, s3 } = await startStack(t);
  const machine = await stepFunctions(t, { stack: STACK, bucket: EVIDENCE });
  setEnvironment(t, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_SFN: machine.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: machine.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  await s3.send(new CreateBucketCommand({ Bucket: EVIDENCE }));
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const plan = join(folder, 'plan');
  const made = await makePlan(plan, PLANNED);
  const run = (...args: readonly string[]) => runHere(['replay', ...args]);
  return { s3, machine, plan, made, run, folder };
}

const ON_AWS = ['--on', 'aws', '--stack', STACK];

describe('replay run --on aws', () => {
  it('puts the manifest where the machine reads it, and starts an execution that bears the id of the run', async (t) => {
    const { s3, machine, plan, made, run } = await world(t);
    const { code, stderr } = await run('run', plan, ...ON_AWS, '--concurrency', '7', '--page');
    assert.equal(code, 0, stderr);
    const [started] = machine.asked;
    const [known] = listRuns(plan);
    const id = known?.settings.id;
    assert.deepEqual(started, {
      action: 'StartExecution',
      input: {
        stateMachineArn: `arn:aws:states:eu-central-1:000000000000:stateMachine:${STACK}-replay`,
        name: id,
        input: JSON.stringify({
          run: {
            id,
            tenant: made.tenant,
            source: '',
            isPaging: true,
            started: known?.settings.started,
            objects: 2,
          },
          manifest: `replays/plans/${made.id}/objects.jsonl`,
          limits: { concurrency: 7, items: 2 },
        }),
      },
    });
    const put = await s3.send(
      new GetObjectCommand({ Bucket: EVIDENCE, Key: `replays/plans/${made.id}/objects.jsonl` }),
    );
    assert.equal(
      await put.Body?.transformToString(),
      readFileSync(join(plan, 'objects.jsonl'), 'utf8'),
    );
  });

  it('given again, starts nothing, and says how far the run is', async (t) => {
    const { machine, plan, run } = await world(t);
    await run('run', plan, ...ON_AWS);
    const { code, stderr } = await run('run', plan, ...ON_AWS);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /RUNNING on AWS\nFind: 2 of 4 objects, 1 in hand\n/);
    assert.equal(machine.asked.filter(({ action }) => action === 'StartExecution').length, 1);
    const { stdout } = await run('status', plan);
    assert.match(stdout, /1 in hand\nnext: replay status /);
  });

  it('redrives a run that failed, and says why one cannot be redriven', async (t) => {
    const { machine, plan, run } = await world(t);
    await run('run', plan, ...ON_AWS);
    machine.execution = {
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      redriveStatus: 'REDRIVABLE',
    };
    const { stdout } = await run('status', plan);
    assert.match(
      stdout,
      /FAILED on AWS\nStates.ExceedToleratedFailureThreshold\n[\s\S]*--on aws --redrive\n/,
    );
    assert.equal((await run('run', plan, ...ON_AWS, '--redrive')).code, 0);
    assert.equal(machine.asked.at(-1)?.action, 'RedriveExecution');
    machine.execution = { status: 'SUCCEEDED', redriveStatus: 'NOT_REDRIVABLE' };
    const refused = await run('run', plan, ...ON_AWS, '--redrive');
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /is SUCCEEDED and cannot be redriven/);
  });

  it('has its files fetched once it has succeeded, and is reported as a run of this machine', async (t) => {
    const { s3, machine, plan, run, folder } = await world(t);
    await run('run', plan, ...ON_AWS);
    const early = await run('report', plan);
    assert.equal(early.code, 2);
    assert.match(early.stderr, /is on AWS, and its files are not here yet/);
    const paths = writeLogs(
      join(folder, 'logs'),
      await replayLogs({ objects: 2, attacks: 4, seed: 3 }),
    );
    const { findings, counts } = await scanListed(
      paths.map((path) => ({
        name: path,
        size: undefined,
        open: async function* () {
          yield readFileSync(path);
        },
      })),
    );
    assert.ok(findings.length > 1);
    const id = listRuns(plan)[0]?.settings.id ?? '';
    const put = (key: string, lines: readonly object[]) =>
      s3.send(
        new PutObjectCommand({
          Bucket: EVIDENCE,
          Key: `replays/runs/${id}/${key}`,
          Body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
        }),
      );
    await put(
      'findings.ndjson',
      findings.map((finding, index) => ({ fate: index === 0 ? 'known' : 'new', finding })),
    );
    await put('find/000000000000-000000000001.ndjson', [
      { kind: 'object', index: 0, object: 's3://logs/a', pass: 'find', fate: 'scanned', counts },
      {
        kind: 'object',
        index: 1,
        object: 's3://logs/b',
        pass: 'find',
        fate: 'gone',
        cause: 'no such key',
      },
      { kind: 'wanted', names: ['x'] },
    ]);
    machine.execution = { status: 'SUCCEEDED' };
    assert.equal((await run('status', plan)).code, 0);
    assert.ok(existsSync(listRuns(plan)[0]?.files.summary ?? ''));
    const { code, stdout } = await run('report', plan);
    assert.equal(code, 0);
    assert.match(
      stdout,
      new RegExp(`${findings.length} findings: ${findings.length - 1} new, 1 known`),
    );
    assert.match(stdout, /1 object scanned, 1 gone/);
  });

  it('refuses a plan of files, rules of its own, and a stack that replays nothing', async (t) => {
    const { plan, run, folder } = await world(t);
    assert.equal((await run('run', plan, '--on', 'aws')).code, 64);
    assert.equal((await run('run', plan, ...ON_AWS, '--rules', 'rules')).code, 64);
    const other = await run('run', plan, '--on', 'aws', '--stack', 'another');
    assert.equal(other.code, 2);
    assert.match(other.stderr, /has no function that replays/);
    const files = join(folder, 'files');
    const [path = ''] = writeLogs(
      join(folder, 'logs'),
      await replayLogs({ objects: 1, attacks: 1, seed: 3 }),
    );
    await makePlan(files, [plannedFile(path)]);
    const refused = await run('run', files, ...ON_AWS);
    assert.equal(refused.code, 64);
    assert.match(refused.stderr, /the plan is of files of this machine/);
  });
});
