// Messages on a queue reach the function in batches, and leave the queue only when they succeeded.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { LocalConfigError, SqsCallError, StoppedError } from '../../../src/local/errors.ts';
import type { MappingOptions } from '../../../src/local/event-source/mapping.ts';
import type { SqsEvent } from '../../../src/local/event-source/sqs-event.ts';
import {
  type EventSource,
  startEventSource,
} from '../../../src/local/event-source/start-event-source.ts';
import type { InvokeAnswer } from '../../../src/local/lambda/invoke-result.ts';
import { bodiesOf, FUNCTION_ERROR, failures, payload, useSqs } from './queues.ts';

const sqs = useSqs();
const REPORTING: MappingOptions = { functionResponseTypes: ['ReportBatchItemFailures'] };

interface Heard {
  readonly source: EventSource;
  readonly events: readonly SqsEvent[];
}

async function startWith(
  t: TestContext,
  queueUrl: string,
  answer: (sqsEvent: SqsEvent) => InvokeAnswer | Promise<InvokeAnswer>,
  mapping: MappingOptions = REPORTING,
): Promise<Heard> {
  const events: SqsEvent[] = [];
  const invoke = async (sqsEvent: SqsEvent): Promise<InvokeAnswer> => {
    events.push(sqsEvent);
    return await answer(sqsEvent);
  };
  const { endpoint } = sqs;
  const source = await startEventSource({ endpoint, queueUrl, target: { invoke }, mapping });
  t.after(() => source.stop());
  return { source, events };
}

async function countOf(queueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.client.send(command);
  return names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
}

async function bodiesIn(queueUrl: string): Promise<readonly (string | undefined)[]> {
  const command = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
  const { Messages = [] } = await sqs.client.send(command);
  return Messages.map(({ Body }) => Body);
}

describe('an event source', { concurrency: true }, () => {
  it('delivers records in the shape Lambda gives them', async (t) => {
    const queueUrl = await sqs.create('shape');
    const { source, events } = await startWith(t, queueUrl, () => failures());
    const sent = await sqs.client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: '{"é":1}',
        MessageAttributes: {
          tenant: { DataType: 'String', StringValue: 'acme' },
          count: { DataType: 'Number', StringValue: '7' },
          blob: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 255]) },
        },
      }),
    );
    await source.drained();
    const [record] = events[0]?.Records ?? [];
    const { receiptHandle, attributes, ...rest } = record ?? assert.fail('no record');
    const lists = { stringListValues: [], binaryListValues: [] };
    assert.deepEqual(rest, {
      messageId: sent.MessageId,
      body: '{"é":1}',
      messageAttributes: {
        tenant: { stringValue: 'acme', ...lists, dataType: 'String' },
        count: { stringValue: '7', ...lists, dataType: 'Number' },
        blob: { binaryValue: 'AQL/', ...lists, dataType: 'Binary' },
      },
      md5OfMessageAttributes: sent.MD5OfMessageAttributes,
      md5OfBody: sent.MD5OfMessageBody,
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:shape',
      awsRegion: 'us-east-1',
    });
    assert.ok(receiptHandle.length > 0);
    assert.deepEqual(Object.keys(attributes).sort(), [
      'ApproximateFirstReceiveTimestamp',
      'ApproximateReceiveCount',
      'SenderId',
      'SentTimestamp',
    ]);
    assert.equal(attributes['ApproximateReceiveCount'], '1');
  });

  it('gives a record without attributes an empty map of them', async (t) => {
    const queueUrl = await sqs.create('plain');
    const { source, events } = await startWith(t, queueUrl, () => failures());
    await sqs.send(queueUrl, 'x');
    await source.drained();
    assert.deepEqual(events[0]?.Records[0]?.messageAttributes, {});
    assert.ok(!Object.hasOwn(events[0]?.Records[0] ?? {}, 'md5OfMessageAttributes'));
  });

  it('invokes with no more messages than the batch size', async (t) => {
    const queueUrl = await sqs.create('size');
    await sqs.send(queueUrl, ...'abcdefg');
    const { source, events } = await startWith(t, queueUrl, () => failures(), {
      ...REPORTING,
      batchSize: 3,
    });
    await source.drained();
    assert.deepEqual(events.flatMap(bodiesOf).sort(), [...'abcdefg']);
    assert.deepEqual(
      events.map(({ Records }) => Records.length),
      [3, 3, 1],
    );
  });

  it('gathers more than one receive gives while the window is open', async (t) => {
    const queueUrl = await sqs.create('window');
    await sqs.send(queueUrl, ...'0123456789');
    await sqs.send(queueUrl, ...'abcdefghij');
    const mapping = { ...REPORTING, batchSize: 20, maximumBatchingWindowSeconds: 300 };
    const { source, events } = await startWith(t, queueUrl, () => failures(), mapping);
    await source.drained();
    assert.deepEqual(
      events.map(({ Records }) => Records.length),
      [20],
    );
  });

  it('deletes after the invocation and not before', async (t) => {
    const queueUrl = await sqs.create('after');
    const counts: number[] = [];
    const { source } = await startWith(t, queueUrl, async () => {
      counts.push(await countOf(queueUrl));
      return failures();
    });
    await sqs.send(queueUrl, 'x');
    await source.drained();
    assert.deepEqual([counts, await countOf(queueUrl)], [[1], 0]);
  });

  it('delivers the reported messages again when their visibility ends, and no others', async (t) => {
    const queueUrl = await sqs.create('partial', { VisibilityTimeout: '1' });
    const ids = await sqs.send(queueUrl, 'good', 'bad', 'fine');
    const { source, events } = await startWith(t, queueUrl, ({ Records }) => {
      const bad = Records.filter(
        ({ body, attributes }) => body === 'bad' && attributes['ApproximateReceiveCount'] === '1',
      );
      return failures(...bad.map(({ messageId }) => messageId));
    });
    await source.drained();
    assert.deepEqual(events.map(bodiesOf), [['good', 'bad', 'fine'], ['bad']]);
    const [good, bad, fine] = ids;
    assert.deepEqual(source.batches, [
      { reason: 'reported', succeeded: [good, fine], failed: [bad], receiveCounts: [1, 1, 1] },
      { reason: 'reported', succeeded: [bad], failed: [], receiveCounts: [2] },
    ]);
  });

  it('moves a poison message to the DLQ while its neighbours succeed', async (t) => {
    const { url, dlqUrl } = await sqs.createWithDlq('poison', 2);
    await sqs.send(url, 'a', 'poison', 'b');
    const { source, events } = await startWith(t, url, ({ Records }) =>
      failures(...Records.filter(({ body }) => body === 'poison').map((r) => r.messageId)),
    );
    await source.drained();
    assert.deepEqual(events.map(bodiesOf), [['a', 'poison', 'b'], ['poison']]);
    assert.deepEqual(await bodiesIn(dlqUrl), ['poison']);
  });

  const WHOLE_FAILURES = [
    ['the function fails', () => FUNCTION_ERROR, REPORTING, 'functionError'],
    ['the function fails, unreported', () => FUNCTION_ERROR, {}, 'functionError'],
    ['the report is missing', () => payload(null), REPORTING, 'missingReport'],
    ['the report names no message', () => failures('z'), REPORTING, 'malformedReport'],
    [
      'the invocation rejects',
      () => Promise.reject(new StoppedError('x')),
      REPORTING,
      'notInvoked',
    ],
  ] as const;
  for (const [position, [what, answer, mapping, reason]] of WHOLE_FAILURES.entries()) {
    it(`deletes nothing of a batch if ${what}`, async (t) => {
      const { url, dlqUrl } = await sqs.createWithDlq(`whole-${position}`, 1);
      await sqs.send(url, 'a', 'b');
      const { source } = await startWith(t, url, answer, mapping);
      await source.drained();
      assert.deepEqual((await bodiesIn(dlqUrl)).toSorted(), ['a', 'b']);
      assert.deepEqual(
        source.batches.map((batch) => [batch.reason, batch.succeeded.length, batch.failed.length]),
        [[reason, 0, 2]],
      );
      assert.equal(source.problems.length, reason === 'notInvoked' ? 1 : 0);
    });
  }

  it('deletes a batch without a report if the mapping is as lenient as Lambda', async (t) => {
    const { url, dlqUrl } = await sqs.createWithDlq('lenient', 1);
    await sqs.send(url, 'a');
    const mapping = { ...REPORTING, missingReport: 'succeeded' } as const;
    const { source } = await startWith(t, url, () => payload(null), mapping);
    await source.drained();
    assert.deepEqual(await bodiesIn(dlqUrl), []);
    assert.equal(source.batches[0]?.reason, 'missingReport');
  });

  it('has no more invocations at once than the maximum, and as many as that', async (t) => {
    const queueUrl = await sqs.create('wide');
    await sqs.send(queueUrl, ...'abcdef');
    let inHand = 0;
    let most = 0;
    const both = Promise.withResolvers<void>();
    const mapping = { ...REPORTING, batchSize: 1, maximumConcurrency: 2 };
    const { source } = await startWith(
      t,
      queueUrl,
      async () => {
        inHand += 1;
        most = Math.max(most, inHand);
        if (inHand === 2) both.resolve();
        await both.promise;
        inHand -= 1;
        return failures();
      },
      mapping,
    );
    await source.drained();
    assert.deepEqual([most, source.batches.length], [2, 6]);
  });

  it('waits for what is in flight when it stops, and receives no more', async (t) => {
    const queueUrl = await sqs.create('stop');
    const begun = Promise.withResolvers<void>();
    const held = Promise.withResolvers<InvokeAnswer>();
    const { source } = await startWith(t, queueUrl, () => {
      begun.resolve();
      return held.promise;
    });
    await sqs.send(queueUrl, 'x');
    await begun.promise;
    let isStopped = false;
    const stopped = source.stop().then(() => {
      isStopped = true;
    });
    await sqs.send(queueUrl, 'late');
    assert.equal(isStopped, false);
    held.resolve(failures());
    await stopped;
    assert.equal(source.batches[0]?.succeeded.length, 1);
    await sqs.send(queueUrl, 'later');
    assert.ok((await countOf(queueUrl)) >= 1);
    await assert.rejects(source.drained(), StoppedError);
  });

  it('refuses a queue that is not there, and one less patient than the function', async () => {
    const { endpoint } = sqs;
    const invoke = async (): Promise<InvokeAnswer> => failures();
    const missing = `${endpoint}/000000000000/missing`;
    await assert.rejects(
      startEventSource({ endpoint, queueUrl: missing, target: { invoke } }),
      (error: unknown) => error instanceof SqsCallError && /NonExistent|NotExist/.test(error.code),
    );
    const queueUrl = await sqs.create('hasty', { VisibilityTimeout: '1' });
    await assert.rejects(
      startEventSource({ endpoint, queueUrl, target: { invoke, timeoutMs: 3000 } }),
      LocalConfigError,
    );
  });
});
