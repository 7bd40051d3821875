// The two together: a queue's messages through a real handler under AWS's runtime client.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { startEventSource } from '../../../src/local/event-source/start-event-source.ts';
import { functionOf } from '../lambda/functions.ts';
import { useSqs } from './queues.ts';

const sqs = useSqs();

describe('an event source of a local function', () => {
  it('delivers to its sandboxes; what a handler reports, or what kills it, comes again until the DLQ', async (t) => {
    const source = `export const handler = async ({ Records }) => {
      if (Records.some(({ body }) => body === 'exit')) process.exit(1);
      const failed = Records.filter(({ body }) => body === 'report');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }; };`;
    const target = await functionOf(t, source, { limits: { timeoutMs: 2000, maxSandboxes: 2 } });
    const { url, dlqUrl } = await sqs.createWithDlq('real', 2, 2);
    // Warm first: a message must not come again because a slow machine was still starting.
    await Promise.all([1, 2].map(() => target.invoke({ Records: [] })));
    await sqs.send(url, 'good', 'report', 'fine', 'exit', 'well');
    const mapping = { batchSize: 1, functionResponseTypes: ['ReportBatchItemFailures'] } as const;
    const { endpoint } = sqs;
    const poller = await startEventSource({ endpoint, queueUrl: url, target, mapping });
    t.after(() => poller.stop());
    await poller.drained();
    const command = new ReceiveMessageCommand({ QueueUrl: dlqUrl, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await sqs.client.send(command);
    assert.deepEqual(Messages.map(({ Body }) => Body).toSorted(), ['exit', 'report']);
    const succeeded = poller.batches.flatMap((batch) => batch.succeeded);
    assert.equal(new Set(succeeded).size, 3);
    assert.deepEqual(poller.problems, []);
  });
});
