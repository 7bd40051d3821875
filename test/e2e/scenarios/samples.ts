// PUT of each sample → the messages, which must be the command line's findings of that object (P7).

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deploy } from '../support/deploy.ts';
import { cliFindings, findingsIn } from '../support/findings.ts';
import { SAMPLES } from '../support/samples.ts';
import type { Template } from '../support/template.ts';

/** Registers the tests. */
export function samples(template: () => Template): void {
  it('publishes for every sample what the command line finds in it, one message a finding', async (t) => {
    const stack = await deploy(t, template());
    for (const { key, body } of SAMPLES) await stack.put(key, body);
    const batches = await stack.run();
    const messages = await stack.published();
    for (const { key, body } of SAMPLES) {
      const object = `s3://${stack.bucket}/${key}`;
      assert.deepEqual(findingsIn(messages, object), await cliFindings(body, object), key);
    }
    assert.ok(SAMPLES.length >= 12 && messages.length >= 4);
    assert.deepEqual(await stack.failures(), []);
    // The samples and S3's test event, five a batch.
    const sizes = batches.map(({ succeeded }) => succeeded.length);
    assert.ok(sizes.every((size) => size > 0 && size <= 5));
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      SAMPLES.length + 1,
    );
  });
}
