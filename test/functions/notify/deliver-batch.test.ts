// A batch is answered fail-closed, and no message of it takes the time of all.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deliverBatch } from '../../../functions/notify/deliver-batch.ts';
import { parseQueueMessages } from '../../../functions/notify/queue-messages.ts';
import { UNPAGED_AFTER_MS } from '../../../functions/notify/waits.ts';
import { sqsEvent } from '../scan/events.ts';
import { BUSY, createWorld, messageOf, POSTED } from './world.ts';

const ids = ['b', 'c', 'd'].map((letter) => `a1_${letter.repeat(27)}`);
const batch = ids.map((id, index) =>
  messageOf({ id }, { id: `m${index}`, receiptHandle: `r${index}` }),
);

describe('a batch', () => {
  it('reports those that are to be delivered again, and no others', async () => {
    const { deps } = createWorld([POSTED, BUSY, POSTED]);
    assert.deepEqual(await deliverBatch(batch, { ...deps, remainingMs: () => 120_000 }), {
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
  });

  it('hands back for the next what it has no time for, but tries the first', async () => {
    const { deps, posts, hidden } = createWorld();
    assert.deepEqual(await deliverBatch(batch, { ...deps, remainingMs: () => 1_000 }), {
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    });
    assert.deepEqual([posts.length, hidden], [1, [1_000, 1_000]]);
  });

  it('takes a lease that outlasts the invocation', async () => {
    const world = createWorld();
    const leases: number[] = [];
    const ledger: typeof world.ledger = {
      ...world.ledger,
      claim: (delivery, terms) => {
        leases.push(terms.leaseMs);
        return world.ledger.claim(delivery, terms);
      },
    };
    await deliverBatch(batch, { ...world.deps, ledger, remainingMs: () => 90_000 });
    assert.deepEqual(leases, [95_000, 95_000, 95_000]);
  });

  it('loses nothing to a bug that one of them brings to light, and operations hear of it', async () => {
    const world = createWorld();
    world.clock.advance(UNPAGED_AFTER_MS);
    let calls = 0;
    const post = async () => {
      if (calls++ === 0) throw new RangeError('of what a log says');
      return POSTED;
    };
    const deps = { ...world.deps, destination: { post }, remainingMs: () => 120_000 };
    assert.deepEqual(await deliverBatch(batch, deps), {
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
    assert.deepEqual(world.names(), ['crashed', 'retried', 'posted', 'posted']);
    assert.match(world.words[0]?.text ?? '', /a bug of sigma-lambda: RangeError/);
  });
});

describe('a message that looks like ours and is not whole', () => {
  const whole = JSON.parse(messageOf({ id: `a1_${'f'.repeat(27)}` }).body);
  const broken: readonly (readonly [string, unknown])[] = [
    ['no alert', { ...whole, alert: null }],
    ['no title', { ...whole, title: { toString: 1 } }],
    ...['id', 'revision', 'event', 'level', 'route', 'rules', 'lead', 'group'].map(
      (member) =>
        [`no ${member}`, { ...whole, alert: { ...whole.alert, [member]: null } }] as const,
    ),
    ['a lead of nothing', { ...whole, alert: { ...whole.alert, lead: { rule: {} } } }],
  ];
  for (const [what, body] of broken) {
    it(`harms none beside it: ${what}`, async () => {
      const { deps, posts, buried } = createWorld();
      const poison = messageOf({}, { id: 'poison', body: JSON.stringify(body) });
      const [neighbour] = batch;
      assert.ok(neighbour !== undefined);
      const answer = await deliverBatch([poison, neighbour], {
        ...deps,
        remainingMs: () => 120_000,
      });
      assert.deepEqual(answer, { batchItemFailures: [] });
      assert.equal(posts.length + buried.length, 2);
      assert.match(posts.at(-1) ?? '', /a1_b{27}/);
    });
  }
});

describe('an event of SQS', () => {
  it('gives its messages, those first that were tried least', () => {
    const event = sqsEvent('a', 'b');
    const [first, second] = parseQueueMessages(event);
    assert.deepEqual(first, {
      id: 'm0',
      receiptHandle: 'r0',
      body: 'a',
      receiveCount: 1,
      sentMs: undefined,
    });
    assert.equal(second?.id, 'm1');
    const records = [3, 1, 2].map((count) => ({
      messageId: `of ${count}`,
      body: '',
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: String(count), SentTimestamp: '1795170000000' },
    }));
    const sorted = parseQueueMessages({ Records: records });
    assert.deepEqual(
      sorted.map(({ id }) => id),
      ['of 1', 'of 2', 'of 3'],
    );
    assert.equal(sorted[0]?.sentMs, 1_795_170_000_000);
  });

  it('gives what was published, in an envelope of SNS too: its own dead letters may have one', () => {
    const body = JSON.stringify({ schema: 'sigma-lambda.alert/1', title: 'a "Notification"' });
    const envelope = JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message: body });
    const others = ['"Notification"', '{"Notification"', '{"Type": "Notification"}'];
    const messages = parseQueueMessages(sqsEvent(body, envelope, ...others));
    assert.deepEqual(
      messages.map((message) => message.body),
      [body, body, ...others],
    );
  });

  for (const event of [undefined, {}, { Records: [{ eventSource: 'aws:s3' }] }]) {
    it(`is not ${JSON.stringify(event) ?? 'nothing'}`, () => {
      assert.throws(() => parseQueueMessages(event), /no batch of SQS/);
    });
  }
});
