// Publishing that fails in part, deliveries that come twice → every finding arrives, once.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { connection, lines } from '../../cli/samples.ts';
import { deploy } from '../support/deploy.ts';
import { assertScanned } from '../support/findings.ts';
import { passedOver } from '../support/log-lines.ts';
import { STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';

/** Registers the tests. */
export function publishing(template: () => Assembly): void {
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

  it('publishes a finding once when its notification comes twice, and when another object has it', async (t) => {
    const stack = await deploy(t, template());
    await assertScanned(stack, 'a.json', STORY);
    const key = 'a.json';
    const bucket = { name: stack.bucket };
    await stack.send({
      Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket, object: { key } } }],
    });
    await stack.put('b.json.gz', gzipSync(STORY));
    await stack.run();
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });

  it('does not read an object again that was scanned to its end', async (t) => {
    const stack = await deploy(t, template());
    await assertScanned(stack, 'a.json', STORY);
    await stack.put('a.json', STORY);
    await stack.run();
    assert.ok(passedOver(stack.scan).includes('known'));
    assert.equal(stack.calls('s3:GetObject').length, 1);
    assert.deepEqual([await stack.published(), await stack.failures()], [[], []]);
  });

  it('has an object delivered again whose state is refused, and loses nothing of it', async (t) => {
    const stack = await deploy(t, template());
    const refusal = { status: 400, code: 'AccessDeniedException', times: 1 };
    stack.dynamo.refuse({ ...refusal, operation: 'dynamodb:PutItem' });
    await assertScanned(stack, 'a.json', STORY);
    const failed = stack.scan.invocations.filter(({ logs }) => logs.includes('state failed'));
    assert.equal(failed.length, 1);
  });
}
