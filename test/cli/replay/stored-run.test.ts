// `replay run` with the stores of a deployment: what live scans found is known, the rest new, and people are told only on demand.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { createDynamoClient, createState, listS3Objects } from '../../../src/adapters/aws/index.ts';
import type { Finding, FindingPart } from '../../../src/model/index.ts';
import type { PlannedS3Object } from '../../../src/replay/index.ts';
import { startDynamoLocal } from '../../../src/local/index.ts';
import { clientConfig, startStack } from '../../local/aws/stack.ts';
import { createStateTable, NO_WAITING } from '../../adapters/aws/state/dynamo.ts';
import { replayLogs } from '../../replay/attacks.ts';
import { makePlan, TENANT } from '../../replay/make-plan.ts';
import { setEnvironment } from '../../support/environment.ts';
import { runHere } from '../run-here.ts';
import { linesOf, summaryOf } from './run-files.ts';

const OBJECTS = 8;
const TABLE = 'state';
const NOW_MS = Date.UTC(2026, 10, 30);

/** A deployment's stores, a bucket of logs, and a plan of it. */
async function deployed(t: TestContext) {
  const stack = await startStack(t);
  const { aws, s3, sns } = stack;
  const dynamo = await startDynamoLocal();
  setEnvironment(t, {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
  const client = createDynamoClient({ ...clientConfig(dynamo.endpoint), requestHandler: {} });
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(async () => {
    client.destroy();
    await dynamo.stop();
    rmSync(folder, { recursive: true });
  });
  await client.send(createStateTable(TABLE));
  for (const bucket of ['logs', 'archive', 'evidence']) {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  }
  for (const { name, bytes } of await replayLogs({
    objects: OBJECTS,
    attacks: 12,
    seed: 4,
    noiseBytes: 1_000,
  })) {
    await s3.send(new PutObjectCommand({ Bucket: 'logs', Key: name, Body: bytes }));
  }
  const objects: Omit<PlannedS3Object, 'index'>[] = [];
  for await (const one of listS3Objects(s3, { bucket: 'logs', prefix: '' })) {
    const { key, etag, size, modifiedMs } = one;
    objects.push({ bucket: 'logs', key, etag, size, modified: new Date(modifiedMs).toISOString() });
  }
  const plan = join(folder, 'plan');
  await makePlan(plan, objects);
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  const clock = { nowMs: () => NOW_MS };
  const state = createState({ client, tableName: TABLE, clock, waiting: NO_WAITING });
  const stores = ['--state-table', TABLE, '--archive-bucket', 'archive'];
  let nowMs = NOW_MS;
  const run = (...flags: readonly string[]) =>
    runHere(
      ['replay', 'run', plan, '--jobs', '1', ...stores, '--evidence-bucket', 'evidence', ...flags],
      nowMs++,
    );
  const published = () => aws.log.filter(({ service }) => service === 'sns').length - 1;
  const countOf = async (bucket: string) =>
    (await s3.send(new ListObjectsV2Command({ Bucket: bucket }))).KeyCount ?? 0;
  return { plan, objects, state, run, published, countOf, topic: TopicArn };
}

function foundIn(plan: string): readonly { readonly fate: unknown; readonly finding: Finding }[] {
  return linesOf(plan, 'findings.ndjson').map((line) => Object(line));
}

/** As a live scan of another object records it. */
function livePart(finding: Finding): FindingPart {
  return { finding, rank: '0', object: 'live', matches: [] };
}

describe('replay run with the stores of a deployment', () => {
  it('keeps what is new, knows what live scans found, tells nobody, and enters what it read', async (t) => {
    const first = await deployed(t);
    assert.equal((await first.run()).code, 0);
    const all = foundIn(first.plan);
    assert.ok(all.length > 10 && all.every(({ fate }) => fate === 'new'));
    assert.equal(first.published(), 0);
    assert.equal(await first.countOf('evidence'), all.length);
    const stored = await first.state.findings.read(TENANT, all[0]?.finding.id ?? '');
    assert.equal(stored?.origin, 'replay');
    const versions = first.objects.map((object) => ({ ...object, tenant: TENANT }));
    const entries = await first.state.ledger.readMany(versions);
    assert.ok(entries.every((entry) => entry?.origin === 'replay'));
    const terms = { owner: 'settle', leaseMs: 1 };
    for await (const { finding } of first.state.findings.unsent(NOW_MS + 86_400_000, terms)) {
      assert.fail(`${finding.id} is in the outbox`);
    }

    // In another deployment a live scan was there first.
    const second = await deployed(t);
    const live = all.slice(0, 5).map(({ finding }) => finding);
    for (const finding of live) {
      const scan = { owner: 'scan', leaseMs: 60_000 };
      await second.state.findings.record(livePart(finding), scan);
      await second.state.findings.sent(TENANT, finding.id, 0);
    }
    assert.equal((await second.run()).code, 0);
    const known = foundIn(second.plan).filter(({ fate }) => fate === 'known');
    assert.deepEqual(
      known.map(({ finding: { id } }) => id).sort(),
      live.map(({ id }) => id).sort(),
    );
    assert.deepEqual(summaryOf(second.plan)['findings'], { new: all.length - 5, known: 5 });
    assert.equal(second.published(), 0);
  });

  it('tells people with --page, and of nothing that an earlier replay knew', async (t) => {
    const { run, published, plan, topic } = await deployed(t);
    assert.equal((await run('--page', '--topic', topic)).code, 0);
    const told = published();
    assert.ok(told > 0);
    assert.ok(foundIn(plan).every(({ fate }) => fate === 'new'));
    const again = await run('--page', '--topic', topic, '--new');
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /findings?: 0 new/);
    assert.equal(published(), told);
  });

  it('is refused where flags do not go together', async (t) => {
    const { run, plan } = await deployed(t);
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--page'], /--topic with --page/],
      [['--rules', 'rules'], /leave out --stack or --state-table/],
    ];
    for (const [flags, expected] of cases) {
      const { code, stderr } = await run(...flags);
      assert.equal(code, 64);
      assert.match(stderr, expected);
    }
    const { code, stderr } = await runHere(['replay', 'run', plan, '--page']);
    assert.deepEqual([code, /--page needs the deployment/.test(stderr)], [64, true]);
  });
});
