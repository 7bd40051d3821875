// An object that can never be read to its end, among good ones → it ends in the DLQ, alone, with what it held published.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { connection, lines } from '../../cli/samples.ts';
import { deploy } from '../support/deploy.ts';
import { cliFindings, findingsIn } from '../support/findings.ts';
import { OTHER_STORY, STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';

/** The template's maxReceiveCount. */
const DELIVERIES = 5;
/** Enough copies that the cut is far behind the first. */
const COPIES = 20;

/** One finding. */
const AFTER = lines([connection(0)]);

/** Registers the tests. */
export function poison(template: () => Assembly): void {
  it('sends a truncated gzip to the DLQ, its findings before the cut published, its neighbours scanned once', async (t) => {
    const stack = await deploy(t, template());
    const whole = gzipSync(Buffer.concat(Array(COPIES).fill(STORY)));
    await stack.put('before.json', OTHER_STORY);
    await stack.put('poison.json.gz', whole.subarray(0, whole.length - 30));
    await stack.put('after.json.gz', gzipSync(AFTER));
    await stack.run();
    const messages = await stack.published();
    for (const [key, body] of [
      ['before.json', OTHER_STORY],
      ['after.json.gz', AFTER],
    ] as const) {
      const object = `s3://${stack.bucket}/${key}`;
      assert.deepEqual(findingsIn(messages, object), await cliFindings(body, object), key);
    }
    const object = `s3://${stack.bucket}/poison.json.gz`;
    const ofPoison = findingsIn(messages, object);
    const expected = await cliFindings(STORY, object);
    assert.deepEqual(ids(ofPoison), ids(expected), 'once, though it was delivered so often');
    const [failure, ...more] = await stack.failures();
    assert.match(failure?.Body ?? '', /"key":"poison\.json\.gz"/);
    assert.equal(more.length, 0);
    assert.ok(stack.calls('s3:GetObject').length >= DELIVERIES);
  });
}

function ids(findings: readonly { readonly id: string }[]): readonly string[] {
  return findings.map(({ id }) => id);
}
