// PUT of each sample → the messages, which must be the command line's findings of that object (P7).

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Finding } from '../../../src/model/index.ts';
import { deploy } from '../support/deploy.ts';
import { cliFindings, cliFindingsOfSamples, findingsIn } from '../support/findings.ts';
import { SAMPLES } from '../support/samples.ts';
import type { Template } from '../support/template.ts';

/** Of one event, not of a window. */
function isSingle({ correlation }: Finding): boolean {
  return correlation === undefined;
}

function notificationOf(name: string, key: string): object {
  const encoded = encodeURIComponent(key);
  const s3 = { bucket: { name }, object: { key: encoded } };
  return { Records: [{ eventName: 'ObjectCreated:Put', s3 }] };
}

/** Registers the tests. */
export function samples(template: () => Template): void {
  it('publishes for every sample what the command line finds in it, one message a finding', async (t) => {
    const stack = await deploy(t, template());
    for (const { key, body } of SAMPLES) await stack.put(key, body);
    const batches = await stack.run();
    const messages = await stack.published();
    const published = new Set(findingsIn(messages).map(({ id }) => id));
    const together = new Set((await cliFindingsOfSamples()).map(({ id }) => id));
    for (const { key, body } of SAMPLES) {
      const object = `s3://${stack.bucket}/${key}`;
      const found = findingsIn(messages, object);
      const expected = await cliFindings(body, object);
      // Of a finding that several objects have, the first that was scanned is published.
      const single = expected.filter(
        (one) => isSingle(one) && found.some(({ id }) => id === one.id),
      );
      assert.deepEqual(found.filter(isSingle), single, key);
      // Windows may span the objects of a batch: no other finding than all the samples have, and none is missing.
      const strange = found.filter((one) => !isSingle(one) && !together.has(one.id));
      assert.deepEqual(
        strange.map(({ rule }) => rule.title),
        [],
        key,
      );
      // A window's evidence may be of an object that came before, where its first event was delivered too.
      assert.ok(
        expected.every(({ id }) => published.has(id)),
        key,
      );
    }
    assert.ok(SAMPLES.length >= 12 && messages.length >= 4);
    assert.equal(published.size, messages.length, 'each finding once');
    assert.deepEqual(await stack.failures(), []);
    // The samples and S3's test event, five a batch.
    const sizes = batches.map(({ succeeded }) => succeeded.length);
    assert.ok(sizes.every((size) => size > 0 && size <= 5));
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      SAMPLES.length + 1,
    );
    // The bytes once more, and the notification once more without word of what it is about.
    for (const { key, body } of SAMPLES) {
      await stack.put(key, body);
      await stack.send(notificationOf(stack.bucket, key));
    }
    await stack.run();
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });
}
