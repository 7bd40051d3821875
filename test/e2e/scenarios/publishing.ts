// Publishing that fails in part, deliveries that come twice → every finding arrives, and always under its id.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { connection, lines } from '../../cli/samples.ts';
import { deploy } from '../support/deploy.ts';
import { assertScanned, cliFindings, distinct, findingsIn } from '../support/findings.ts';
import { READINGS, STORY } from '../support/samples.ts';
import type { Template } from '../support/template.ts';

/** Registers the tests. */
export function publishing(template: () => Template): void {
  it('sends the failed entries of a PublishBatch again, and them alone', async (t) => {
    const stack = await deploy(t, template());
    const effect = { kind: 'failEntries', code: 'InternalFailure', senderFault: false } as const;
    const fault = stack.aws.faults.add({
      operation: 'sns:PublishBatch',
      effect: { ...effect, ids: ['1'] },
      times: 2,
    });
    // Each finding once: an entry that was taken and sent again would come twice.
    await assertScanned(stack, 'a.json', STORY);
    assert.equal(fault.hits, 2);
    assert.equal(stack.calls('sns:PublishBatch').length, 3);
  });

  it('publishes many findings in batches of at most ten', async (t) => {
    const stack = await deploy(t, template());
    const records = Array.from({ length: 25 }, (_, index) =>
      connection(index, { ProcessGuid: `{313fa531-4300-5f91-ae04-0000000${10_000 + index}}` }),
    );
    await assertScanned(stack, 'many.json', lines(records));
    assert.equal(stack.calls('sns:PublishBatch').length, 3);
  });

  it('has an object delivered again whose findings SNS does not take', async (t) => {
    const stack = await deploy(t, template());
    const effect = { kind: 'status', status: 500, code: 'InternalFailure' } as const;
    // All five attempts of the first delivery.
    stack.aws.faults.add({ operation: 'sns:PublishBatch', effect, times: 5 });
    await assertScanned(stack, 'a.json', STORY);
    assert.equal(stack.calls('s3:GetObject').length, 2 * READINGS);
  });

  it('publishes the same findings under the same ids when a notification comes twice', async (t) => {
    const stack = await deploy(t, template());
    await stack.put('a.json', STORY);
    const key = 'a.json';
    const bucket = { name: stack.bucket };
    await stack.send({
      Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket, object: { key } } }],
    });
    await stack.run();
    const object = `s3://${stack.bucket}/a.json`;
    const expected = await cliFindings(STORY, object);
    const found = findingsIn(await stack.published());
    assert.equal(found.length, 2 * expected.length);
    assert.deepEqual(distinct(found), expected);
  });
}
