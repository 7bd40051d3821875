// SNS of this machine: the limits AWS enforces, entries of a batch that fail alone, delivery to queues.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CreateTopicCommand,
  PublishBatchCommand,
  type PublishBatchRequestEntry,
  PublishCommand,
  type PublishCommandInput,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { queueArn, topicArn } from '../../../src/local/index.ts';
import { errorOf, type Stack, startStack } from './stack.ts';

const TOPIC = topicArn('alerts');

async function withTopic(
  t: Parameters<typeof startStack>[0],
  attributes: Record<string, string> = { RawMessageDelivery: 'true' },
): Promise<Stack & { readonly subscription: string }> {
  const stack = await startStack(t);
  await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await stack.queue('q');
  const { SubscriptionArn = '' } = await subscribe(stack, attributes);
  return { ...stack, subscription: SubscriptionArn };
}

async function subscribe({ sns }: Stack, Attributes: Record<string, string>) {
  const Endpoint = queueArn('q');
  return await sns.send(
    new SubscribeCommand({
      TopicArn: TOPIC,
      Protocol: 'sqs',
      Endpoint,
      Attributes,
      ReturnSubscriptionArn: true,
    }),
  );
}

async function publish({ sns }: Stack, more: Partial<PublishCommandInput>) {
  return await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: 'hello', ...more }));
}

async function publishBatch({ sns }: Stack, entries: readonly PublishBatchRequestEntry[]) {
  return await sns.send(
    new PublishBatchCommand({ TopicArn: TOPIC, PublishBatchRequestEntries: [...entries] }),
  );
}

async function received(stack: Stack): Promise<readonly (string | undefined)[]> {
  return (await stack.receive('q')).map(({ Body }) => Body).toSorted();
}

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });
const entry = (Id: string, Message = Id): PublishBatchRequestEntry => ({ Id, Message });

it('delivers a batch of ten, and says so entry by entry', async (t) => {
  const stack = await withTopic(t);
  const ids = Array.from({ length: 10 }, (_, index) => String(index));
  const { Successful = [], Failed = [] } = await publishBatch(
    stack,
    ids.map((id) => entry(id)),
  );
  assert.deepEqual([Successful.map(({ Id }) => Id), Failed], [ids, []]);
  assert.deepEqual(await received(stack), ids);
});

it('takes a batch of exactly 262,144 bytes with its attributes, and none of a byte more', async (t) => {
  const stack = await withTopic(t);
  const attributes = { MessageAttributes: { name: text('é') } };
  const overhead = 'name'.length + 'String'.length + Buffer.byteLength('é');
  const half = 131_072 - overhead;
  const batch = (bytes: number) => [
    { ...entry('a', 'x'.repeat(half)), ...attributes },
    { ...entry('b', 'x'.repeat(bytes)), ...attributes },
  ];
  assert.equal((await publishBatch(stack, batch(half))).Successful?.length, 2);
  const refused = await errorOf(publishBatch(stack, batch(half + 1)));
  assert.deepEqual([refused.name, refused.status], ['BatchRequestTooLongException', 400]);
  assert.equal((await stack.receive('q')).length, 2);
});

const BAD_BATCHES: Readonly<Record<string, readonly PublishBatchRequestEntry[]>> = {
  TooManyEntriesInBatchRequestException: Array.from({ length: 11 }, (_, i) => entry(String(i))),
  BatchEntryIdsNotDistinctException: [entry('a'), entry('a')],
  EmptyBatchRequestException: [],
  InvalidBatchEntryIdException: [entry('a b')],
};

for (const [name, entries] of Object.entries(BAD_BATCHES)) {
  it(`refuses a batch with ${name}`, async (t) => {
    const stack = await withTopic(t);
    assert.equal((await errorOf(publishBatch(stack, entries))).name, name);
    assert.deepEqual(await received(stack), []);
  });
}

interface BadMessage {
  readonly what: string;
  readonly code: string;
  /** What the SDK calls the error of that code. */
  readonly name: string;
  readonly message: Partial<PublishCommandInput>;
}

const INVALID = { code: 'InvalidParameter', name: 'InvalidParameterException' };

const BAD_MESSAGES: readonly BadMessage[] = [
  { ...INVALID, what: 'a subject of 101 characters', message: { Subject: 's'.repeat(101) } },
  { ...INVALID, what: 'a subject over two lines', message: { Subject: 'a\nb' } },
  {
    what: 'an empty attribute',
    code: 'ParameterValueInvalid',
    name: 'InvalidParameterValueException',
    message: { MessageAttributes: { a: text('') } },
  },
  {
    what: 'a String.Array',
    code: 'NotImplemented',
    name: 'NotImplemented',
    message: { MessageAttributes: { a: text('["x"]', 'String.Array') } },
  },
];

for (const { what, code, name, message } of BAD_MESSAGES) {
  it(`refuses ${what}, alone or in a batch whose other entries are published`, async (t) => {
    const stack = await withTopic(t);
    assert.equal((await errorOf(publish(stack, message))).name, name);
    const { Successful, Failed } = await publishBatch(stack, [
      entry('good'),
      { ...entry('bad'), ...message },
    ]);
    assert.deepEqual(
      Successful?.map(({ Id }) => Id),
      ['good'],
    );
    assert.deepEqual(
      Failed?.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]),
      [['bad', code, true]],
    );
    assert.deepEqual(await received(stack), ['good']);
  });
}

it('takes a subject of 100 characters', async (t) => {
  const stack = await withTopic(t, {});
  await publish(stack, { Subject: 's'.repeat(100) });
  const [body] = await stack.bodies('q');
  assert.deepEqual(
    Object.entries(body ?? {}).filter(([name]) => ['Type', 'Subject', 'Message'].includes(name)),
    [
      ['Type', 'Notification'],
      ['Subject', 's'.repeat(100)],
      ['Message', 'hello'],
    ],
  );
});

it('delivers only what a filter policy lets through', async (t) => {
  const FilterPolicy = JSON.stringify({ severity: ['high', { prefix: 'crit' }] });
  const stack = await withTopic(t, { RawMessageDelivery: 'true', FilterPolicy });
  for (const severity of ['low', 'high', 'critical']) {
    await publish(stack, { Message: severity, MessageAttributes: { severity: text(severity) } });
  }
  assert.deepEqual(await received(stack), ['critical', 'high']);
});

const BAD_POLICIES = [
  'no json',
  '[]',
  '{"a":"high"}',
  '{"a":[]}',
  '{"a":[{"like":"x"}]}',
  '{"a":[["x"]]}',
  '{"a":[{"prefix":"x","suffix":"y"}]}',
  '{"$or":[{"a":["x"]}]}',
  '{"$or":[{"a":["x"]},{"b":"y"}]}',
];

it('refuses a filter policy that SNS would refuse, set first or later', async (t) => {
  const stack = await withTopic(t);
  for (const FilterPolicy of BAD_POLICIES) {
    const first = await errorOf(subscribe(stack, { FilterPolicy }));
    assert.equal(first.name, 'InvalidParameterException', FilterPolicy);
    const change = {
      SubscriptionArn: stack.subscription,
      AttributeName: 'FilterPolicy',
      AttributeValue: FilterPolicy,
    };
    const later = await errorOf(stack.sns.send(new SetSubscriptionAttributesCommand(change)));
    assert.equal(later.name, 'InvalidParameterException', FilterPolicy);
  }
});

it('takes every operator of a filter policy', async (t) => {
  const stack = await withTopic(t);
  const AttributeValue = JSON.stringify({
    a: ['x', 1, null, { exists: true }, { 'anything-but': ['y'] }],
    b: [{ numeric: ['>', 1] }, { suffix: 'z' }, { cidr: '192.0.2.0/24' }],
    $or: [{ c: ['1'] }, { d: [{ 'equals-ignore-case': 'E' }] }],
  });
  const SubscriptionArn = stack.subscription;
  const change = { SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue };
  await stack.sns.send(new SetSubscriptionAttributesCommand(change));
});

it('counts a binary attribute by its bytes, not by its base64', async (t) => {
  const stack = await withTopic(t);
  const BinaryValue = new Uint8Array(3_000);
  const MessageAttributes = { raw: { DataType: 'Binary', BinaryValue } };
  const overhead = 'raw'.length + 'Binary'.length + BinaryValue.length;
  const batch = (bytes: number) => [
    { ...entry('a', 'x'.repeat(131_072 - overhead)), MessageAttributes },
    { ...entry('b', 'x'.repeat(bytes)), MessageAttributes },
  ];
  assert.equal((await publishBatch(stack, batch(131_072 - overhead))).Successful?.length, 2);
  const refused = await errorOf(publishBatch(stack, batch(131_073 - overhead)));
  assert.equal(refused.name, 'BatchRequestTooLongException');
});
