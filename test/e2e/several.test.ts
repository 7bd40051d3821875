// Two buckets of two tenants in one deployment, from its synthesised template: whose an object is, and who may have written it, is said
// by the bucket that it lies in.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { synthesise } from './support/assembly.ts';
import { type Deployment, deploy } from './support/deploy.ts';
import { findingsIn } from './support/findings.ts';
import { OTHER_STORY, STORY } from './support/samples.ts';
import type { Assembly } from './support/template.ts';

const ACME = 'example-acme-logs';

async function putTo(stack: Deployment, bucket: string, key: string, body: Uint8Array) {
  await stack.clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  await stack.run();
  return findingsIn(await stack.published());
}

describe('several buckets', { concurrency: 2 }, () => {
  let template: Assembly;
  before(async () => {
    template = await synthesise({
      tenant: 'example',
      canary: 'off',
      buckets: [
        { mode: 'created' },
        { mode: 'created', name: ACME, tenant: 'acme', source: 'elastic-defend', suffix: '.json' },
      ],
    });
  });

  it('give the same records to two tenants as findings of their own', async (t) => {
    const stack = await deploy(t, template);
    const own = await putTo(stack, stack.bucket, 'a.json', STORY);
    const theirs = await putTo(stack, ACME, 'a.json', STORY);
    assert.deepEqual([own.length, theirs.length], [2, 2]);
    assert.deepEqual([...new Set(own.map(({ tenant }) => tenant))], ['example']);
    assert.deepEqual([...new Set(theirs.map(({ tenant }) => tenant))], ['acme']);
    assert.equal(new Set([...own, ...theirs].map(({ id }) => id)).size, 4);
    await stack.settle.invoke({ source: 'aws.events' });
    assert.deepEqual(await stack.failures(), []);
  });

  it('ask the one source that a bucket names, and count by it; of the other bucket they ask all', async (t) => {
    const stack = await deploy(t, template);
    assert.deepEqual(await putTo(stack, ACME, 'b.json', OTHER_STORY), []);
    assert.equal((await putTo(stack, stack.bucket, 'b.json', OTHER_STORY)).length, 2);
    const lines = stack.scan.invocations.flatMap(({ logs }) => logs.split('\n'));
    const bySource = lines.filter((line) => line.includes('"source":"acme.elastic-defend"'));
    assert.equal(bySource.length, 1);
    const { ObjectsScanned, Connections } = JSON.parse(bySource[0] ?? '');
    assert.deepEqual([ObjectsScanned, Connections], [1, undefined]);
  });

  it('pass over what does not end as the bucket says', async (t) => {
    const stack = await deploy(t, template);
    const records = { s3: { bucket: { name: ACME }, object: { key: 'c.txt', size: 1 } } };
    const event = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', ...records };
    await stack.send({ Records: [event] });
    await stack.run();
    assert.match(stack.scan.invocations.map(({ logs }) => logs).join(), /not-configured/);
    assert.deepEqual(await stack.failures(), []);
  });
});
