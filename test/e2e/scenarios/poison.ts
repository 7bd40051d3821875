// An object that can never be read to its end, among good ones → it ends in the DLQ, alone, with what it held published.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { deploy } from '../support/deploy.ts';
import { cliFindings, distinct, findingsIn } from '../support/findings.ts';
import { OTHER_STORY, READINGS, STORY } from '../support/samples.ts';
import type { Template } from '../support/template.ts';

/** The template's maxReceiveCount. */
const DELIVERIES = 5;
/** Enough copies that the cut is far behind the first. */
const COPIES = 20;

/** Registers the tests. */
export function poison(template: () => Template): void {
  it('sends a truncated gzip to the DLQ, its findings before the cut published, its neighbours scanned once', async (t) => {
    const stack = await deploy(t, template());
    const whole = gzipSync(Buffer.concat(Array(COPIES).fill(STORY)));
    await stack.put('before.json', OTHER_STORY);
    await stack.put('poison.json.gz', whole.subarray(0, whole.length - 30));
    await stack.put('after.json.gz', gzipSync(OTHER_STORY));
    await stack.run();
    const messages = await stack.published();
    for (const key of ['before.json', 'after.json.gz']) {
      const object = `s3://${stack.bucket}/${key}`;
      assert.deepEqual(findingsIn(messages, object), await cliFindings(OTHER_STORY, object), key);
    }
    const object = `s3://${stack.bucket}/poison.json.gz`;
    const ofPoison = findingsIn(messages, object);
    const expected = await cliFindings(STORY, object);
    assert.deepEqual(ids(distinct(ofPoison)), ids(expected));
    assert.equal(ofPoison.length, DELIVERIES * expected.length, 'the same ids at every delivery');
    const [failure, ...more] = await stack.failures();
    assert.match(failure?.Body ?? '', /"key":"poison\.json\.gz"/);
    assert.equal(more.length, 0);
    assert.equal(stack.calls('s3:GetObject').length, (DELIVERIES + 2) * READINGS);
  });
}

function ids(findings: readonly { readonly id: string }[]): readonly string[] {
  return findings.map(({ id }) => id);
}
