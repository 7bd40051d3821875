// Batches close when full, at the end of the window, before 6 MB, and when stopped.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Collector } from '../../../src/local/event-source/collector.ts';
import type { Queue } from '../../../src/local/event-source/queue.ts';
import type { SqsMessage } from '../../../src/local/event-source/sqs-message.ts';

const MB = 1024 * 1024;

function messageOf(messageId: string, bytes = 1): SqsMessage {
  const body = 'x'.repeat(bytes);
  const empty = { attributes: {}, messageAttributes: {} };
  return { messageId, receiptHandle: messageId, body, md5OfBody: '', ...empty };
}

/** A queue that has these messages, gives at most `perPoll` at once, and never waits. */
function queueOf(
  messages: readonly SqsMessage[],
  perPoll = 10,
): Queue & { readonly asked: number[] } {
  let left = messages;
  const asked: number[] = [];
  return {
    asked,
    settings: () => Promise.reject(new Error('not asked for')),
    delete: () => Promise.reject(new Error('not asked for')),
    receive: async (max) => {
      asked.push(max);
      const some = left.slice(0, Math.min(max, perPoll));
      left = left.slice(some.length);
      return some;
    },
  };
}

function collectorOf(
  queue: Queue,
  batchSize: number,
  windowMs = 0,
  signal?: AbortSignal,
): Collector {
  const stopping = signal ?? new AbortController().signal;
  return new Collector({
    queue,
    queueArn: 'arn:aws:sqs:r:1:q',
    mapping: { batchSize, windowMs },
    stopping,
  });
}

const idsOf = (batch: readonly SqsMessage[]): string => batch.map((m) => m.messageId).join('');

describe('a collector', () => {
  it('takes what one poll gives where there is no window', async () => {
    const collector = collectorOf(
      queueOf(
        [...'abc'].map((id) => messageOf(id)),
        2,
      ),
      10,
    );
    assert.equal(idsOf(await collector.collect()), 'ab');
    assert.equal(idsOf(await collector.collect()), 'c');
    assert.equal(idsOf(await collector.collect()), '');
  });

  it('never asks for more than the batch has room for', async () => {
    const queue = queueOf(
      [...'abcde'].map((id) => messageOf(id)),
      2,
    );
    assert.equal(idsOf(await collectorOf(queue, 3, 60_000).collect()), 'abc');
    assert.deepEqual(queue.asked, [3, 1]);
  });

  it('fills a batch over several polls while the window is open', async () => {
    const messages = Array.from({ length: 25 }, (_, n) => messageOf(String.fromCharCode(97 + n)));
    const collector = collectorOf(queueOf(messages), 25, 60_000);
    assert.equal((await collector.collect()).length, 25);
  });

  it('closes at the end of the window with what there is', async () => {
    const collector = collectorOf(queueOf([messageOf('a'), messageOf('b')], 1), 10, 60);
    assert.equal(idsOf(await collector.collect()), 'ab');
  });

  it('closes before the event is above 6 MB, and keeps what had no room for the next', async () => {
    const messages = [...'abcdefgh'].map((id) => messageOf(id, MB));
    const collector = collectorOf(queueOf(messages), 10);
    assert.equal(idsOf(await collector.collect()), 'abcde');
    assert.equal(collector.isHolding, true);
    assert.equal(idsOf(await collector.collect()), 'fgh');
    assert.equal(collector.isHolding, false);
  });

  it('counts bytes as they stand in the event, escapes included', async () => {
    const quotes = { ...messageOf('a'), body: '"'.repeat(2 * MB) };
    const collector = collectorOf(queueOf([quotes, { ...quotes, messageId: 'b' }]), 10);
    assert.equal(idsOf(await collector.collect()), 'a');
    assert.equal(idsOf(await collector.collect()), 'b');
  });

  it('does not wait for more once it is to stop, nor asks again', async () => {
    const stopper = new AbortController();
    const queue = queueOf([messageOf('a')]);
    const collector = collectorOf(queue, 10, 3_600_000, stopper.signal);
    const batch = collector.collect();
    stopper.abort();
    assert.equal(idsOf(await batch), 'a');
    assert.equal(idsOf(await collector.collect()), '');
    assert.equal(queue.asked.length, 1);
  });

  it('keeps what it received if a later poll of the same batch fails', async () => {
    const queue = queueOf([messageOf('a')]);
    let polls = 0;
    const receive: Queue['receive'] = (max, waitSeconds) => {
      polls += 1;
      if (polls === 2) return Promise.reject(new Error('reset'));
      return queue.receive(max, waitSeconds);
    };
    const collector = collectorOf({ ...queue, receive }, 10, 50);
    await assert.rejects(collector.collect(), /reset/);
    assert.equal(idsOf(await collector.collect()), 'a');
  });
});
