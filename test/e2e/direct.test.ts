// The stack with the direct trigger and prefixes, from its synthesised template: S3 invokes, Lambda retries, failures are kept, destinations are told.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DESTINATIONS } from '../infra/support/destinations.ts';
import { notified } from './scenarios/notified.ts';
import { synthesise } from './support/assembly.ts';
import { type Deployment, deploy } from './support/deploy.ts';
import { cliFindings, findingsIn } from './support/findings.ts';
import { passedOver } from './support/log-lines.ts';
import { OTHER_STORY, STORY } from './support/samples.ts';
import type { Assembly } from './support/template.ts';

/** Lambda's first run and the template's two retries. */
const RUNS = 3;

function putEvent(bucket: string, key: string): object {
  const s3 = { bucket: { name: bucket }, object: { key } };
  return { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 }] };
}

async function assertFound(stack: Deployment, key: string, body: Uint8Array): Promise<void> {
  const object = `s3://${stack.bucket}/${key}`;
  const expected = await cliFindings(body, object);
  assert.notEqual(expected.length, 0);
  assert.deepEqual(findingsIn(await stack.published()), expected);
}

describe('S3 → Lambda → SNS, from the synthesised template', { concurrency: 3 }, () => {
  let template: Assembly;
  before(async () => {
    template = await synthesise({
      trigger: 'direct',
      buckets: [{ mode: 'created', prefixes: ['edr/', 'fdr/data/', 'date=2026-11-20/'] }],
      destinations: DESTINATIONS,
    });
  });
  notified(() => template);

  it('publishes what the command line finds in an object put behind a prefix', async (t) => {
    const stack = await deploy(t, template);
    await stack.put('fdr/data/a b.json', STORY);
    await stack.run();
    await assertFound(stack, 'fdr/data/a b.json', STORY);
  });

  it('is told of an object in a partition as Hive names them, and reads it', async (t) => {
    const stack = await deploy(t, template);
    await stack.put('date=2026-11-20/a=b.json', STORY);
    await stack.put('date=2026-11-21/a.json', STORY);
    await stack.run();
    await assertFound(stack, 'date=2026-11-20/a=b.json', STORY);
  });

  it('is not told of other keys, and does not read them when somebody else tells it', async (t) => {
    const stack = await deploy(t, template);
    await stack.put('fdr/a.json', STORY);
    await stack.put('edr', STORY);
    await stack.run();
    assert.equal(stack.scan.invocations.length, 0);
    for (const key of ['fdr/a.json', 'edr', 'x/edr/a.json']) {
      const answer = await stack.scan.invoke(putEvent(stack.bucket, key));
      assert.equal(answer.kind, 'payload');
    }
    await stack.scan.invoke(putEvent('another-bucket', 'edr/a.json'));
    assert.deepEqual(passedOver(stack.scan), Array(4).fill('not-configured'));
    assert.deepEqual(stack.calls('s3:GetObject'), []);
    assert.deepEqual(await stack.published(), []);
  });

  it('reports an object that cannot be read to its end after three runs, with the event to send again', async (t) => {
    const stack = await deploy(t, template);
    const whole = gzipSync(Buffer.concat([STORY, OTHER_STORY, STORY, OTHER_STORY]));
    await stack.put('edr/cut.json.gz', whole.subarray(0, whole.length - 12));
    await stack.run();
    assert.equal(stack.scan.invocations.length, RUNS);
    const [failure, ...more] = await stack.failures();
    assert.equal(more.length, 0);
    const record = JSON.parse(failure?.Body ?? '');
    assert.equal(record.requestContext.condition, 'RetriesExhausted');
    assert.equal(record.requestContext.approximateInvokeCount, RUNS);
    assert.equal(record.requestPayload.Records[0].s3.object.key, 'edr/cut.json.gz');
    assert.equal(record.responsePayload.errorType, 'DeliveryFailedError');
    const found = findingsIn(await stack.published());
    assert.equal(new Set(found.map(({ id }) => id)).size, 4);
    assert.equal(found.length, 4, 'each once, by the first run');
  });

  it('needs no second notification where S3 refuses at first', async (t) => {
    const stack = await deploy(t, template);
    const effect = { kind: 'status', status: 503, code: 'SlowDown' } as const;
    stack.aws.faults.add({ operation: 's3:GetObject', effect, times: 2 });
    await stack.put('edr/a.json', STORY);
    await stack.run();
    await assertFound(stack, 'edr/a.json', STORY);
    assert.equal(stack.scan.invocations.length, 1);
  });
});
