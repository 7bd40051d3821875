// Notifications that ask for no scan → acknowledged and counted, and nothing is read.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deploy } from '../support/deploy.ts';
import { passedOver } from '../support/log-lines.ts';
import { STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';

const S3_EVENT = (bucket: string, key: string) => ({
  Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: bucket }, object: { key } } }],
});

/** Registers the tests. */
export function nothingToScan(template: () => Assembly): void {
  it('acknowledges test events, folders and empty objects, and reads nothing', async (t) => {
    const stack = await deploy(t, template());
    await stack.put('folder/', '');
    await stack.put('empty.json', '');
    await stack.run();
    // S3 tries each bucket: that of the logs, and the canary's.
    const tried = ['test-event', 'test-event'];
    assert.deepEqual(passedOver(stack.scan).toSorted(), ['empty', 'folder', ...tried]);
    assert.deepEqual(stack.calls('s3:GetObject'), []);
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });

  it('does not read an object of a bucket that is not configured, whoever asks', async (t) => {
    const stack = await deploy(t, template());
    await stack.send(S3_EVENT('another-bucket', 'logs/a.json'));
    await stack.run();
    assert.ok(passedOver(stack.scan).includes('not-configured'));
    assert.deepEqual(stack.calls('s3:GetObject'), []);
    assert.deepEqual(await stack.failures(), []);
  });

  it('puts a message that is no notification into the failure queue', async (t) => {
    const stack = await deploy(t, template());
    await stack.send('hello');
    await stack.send({ Records: [{ s3: { bucket: { name: stack.bucket } } }] });
    await stack.put('good.json', STORY);
    await stack.run();
    assert.equal((await stack.failures()).length, 2);
    assert.equal((await stack.published()).length, 2);
  });
}
