// Messages against SNS as it answers: what is sent, sent again, given up, and reported.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  createSnsClient,
  createSnsSink,
  MAX_PUBLISH_ATTEMPTS,
} from '../../../src/adapters/aws/index.ts';
import { MAX_MESSAGE_BYTES, type Message } from '../../../src/model/index.ts';
import { cutAnswer, entriesOf, snsError, takes } from './sns-answers.ts';
import { type Answer, HERE, hang, resetAtOnce, startServer } from './test-server.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alerts';
/** For the case that waits it out: long enough for an answer of a busy machine. */
const REQUEST_TIMEOUT_MS = 600;

async function publish(t: TestContext, messages: readonly Message[], script: readonly Answer[]) {
  const { endpoint, received } = await startServer(t, script);
  const requestHandler = { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true };
  const isSilent = script.includes(hang);
  const client = createSnsClient({ ...HERE, endpoint, ...(isSilent ? { requestHandler } : {}) });
  t.after(() => client.destroy());
  const waitsMs: number[] = [];
  const waiting = { sleep: async (ms: number) => void waitsMs.push(ms), random: () => 0.5 };
  const { outcomes } = await createSnsSink(client, TOPIC, waiting).publish(messages);
  const sent = received.map((request) => entriesOf(request).map(({ message }) => message));
  return { outcomes, sent, received, waitsMs };
}

function aMessage(body: string, attributes: Readonly<Record<string, string>> = {}): Message {
  return { id: `f1_${body.slice(0, 20)}`, body, attributes: { severity: 'high', ...attributes } };
}

function manyMessages(count: number): readonly Message[] {
  return Array.from({ length: count }, (_, index) => aMessage(`m${index}`));
}

function published(messages: readonly Message[]) {
  return messages.map(({ id }) => ({ kind: 'published', id }));
}

function failed(message: Message, code: string) {
  return { kind: 'failed', id: message.id, code, message: `of ${code}` };
}

it('sends nothing for no messages', async (t) => {
  const { outcomes, sent } = await publish(t, [], []);
  assert.deepEqual(outcomes, []);
  assert.deepEqual(sent, []);
});

it('sends ten at a time, in order, with attributes of type String and ids of its own', async (t) => {
  const messages = manyMessages(25);
  const { outcomes, sent, received, waitsMs } = await publish(t, messages, [
    takes(),
    takes(),
    takes(),
  ]);
  assert.deepEqual(
    sent.map((batch) => batch.length),
    [10, 10, 5],
  );
  assert.deepEqual(
    sent.flat(),
    messages.map(({ body }) => body),
  );
  assert.deepEqual(outcomes, published(messages));
  assert.deepEqual(waitsMs, []);
  const [attributes] = received.flatMap(entriesOf).map((entry) => entry.attributes);
  assert.deepEqual(attributes, { severity: ['String', 'high'] });
  assert.ok(received.every(({ body }) => body.includes(encodeURIComponent(TOPIC))));
});

it('starts a request where 256 KiB with attributes would be passed', async (t) => {
  const overhead = Buffer.byteLength('severityStringhigh');
  const half = (MAX_MESSAGE_BYTES - 2 * overhead) / 2;
  const fits = [aMessage('a'.repeat(half)), aMessage('b'.repeat(half))];
  const together = await publish(t, fits, [takes()]);
  assert.deepEqual(together.outcomes, published(fits));
  const passes = [aMessage('a'.repeat(half)), aMessage('é'.repeat(half / 2 + 1))];
  const apart = await publish(t, passes, [takes(), takes()]);
  assert.equal(apart.sent.length, 2);
  assert.deepEqual(apart.outcomes, published(passes));
});

it('reports a message too large to be sent, and sends the others', async (t) => {
  const overhead = Buffer.byteLength('severityStringhigh');
  const messages = [
    aMessage('x'.repeat(MAX_MESSAGE_BYTES - overhead)),
    aMessage('y'.repeat(MAX_MESSAGE_BYTES - overhead + 1)),
    aMessage('z'),
  ];
  const { outcomes, sent } = await publish(t, messages, [takes(), takes()]);
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.code : outcome.kind)),
    ['published', 'MESSAGE_TOO_LARGE', 'published'],
  );
  assert.equal(sent.length, 2);
});

it('sends two messages of one finding in one request', async (t) => {
  const twice = [aMessage('same'), aMessage('same')];
  const { outcomes, received } = await publish(t, twice, [takes()]);
  assert.deepEqual(outcomes, published(twice));
  const ids = received.flatMap((request) => entriesOf(request).map(({ id }) => id));
  assert.equal(new Set(ids).size, 2);
});

it('sends again only the entries that failed', async (t) => {
  const messages = manyMessages(10);
  const internal = { code: 'InternalError', senderFault: false };
  const script = [takes({ m3: internal, m7: 'silent' }), takes({ m3: internal }), takes()];
  const { outcomes, sent, waitsMs } = await publish(t, messages, script);
  assert.deepEqual(sent.slice(1), [['m3', 'm7'], ['m3']]);
  assert.deepEqual(outcomes, published(messages));
  assert.deepEqual(waitsMs, [75, 150]);
});

it('reports an entry that is at fault itself, and does not send it again', async (t) => {
  const messages = manyMessages(3);
  const script = [takes({ m1: { code: 'InvalidParameter', senderFault: true } })];
  const { outcomes, sent } = await publish(t, messages, script);
  assert.equal(sent.length, 1);
  assert.deepEqual(outcomes, [
    ...published(messages.slice(0, 1)),
    failed(aMessage('m1'), 'InvalidParameter'),
    ...published(messages.slice(2)),
  ]);
});

it('sends a throttled entry again though SNS blames the sender', async (t) => {
  const messages = manyMessages(1);
  const script = [takes({ m0: { code: 'Throttled', senderFault: true } }), takes()];
  assert.deepEqual((await publish(t, messages, script)).outcomes, published(messages));
});

const PASSING: readonly (readonly [string, Answer])[] = [
  ['500 InternalError', snsError(500, 'InternalError')],
  ['429 Throttled', snsError(429, 'Throttled')],
  ['400 KMSThrottling', snsError(400, 'KMSThrottling')],
  ['a connection reset', resetAtOnce],
  ['an answer that never comes', hang],
  ['an answer that breaks off', cutAnswer],
  ['an answer that names no entry', (response) => response.writeHead(200).end('<a/>')],
  ['an answer that is no XML', (response) => response.writeHead(200).end('{"a":')],
];

for (const [name, answer] of PASSING) {
  it(`sends the whole batch again after ${name}`, async (t) => {
    const messages = manyMessages(2);
    const { outcomes, sent } = await publish(t, messages, [answer, takes()]);
    assert.deepEqual(outcomes, published(messages));
    assert.deepEqual(sent, [
      ['m0', 'm1'],
      ['m0', 'm1'],
    ]);
  });
}

it('gives up after five attempts and reports the last fault', async (t) => {
  const script = [1, 2, 3, 4].map(() => snsError(500, 'InternalError'));
  const last = takes({ m0: { code: 'ServiceUnavailable', senderFault: false } });
  const { outcomes, sent, waitsMs } = await publish(t, manyMessages(1), [...script, last]);
  assert.equal(sent.length, MAX_PUBLISH_ATTEMPTS);
  assert.equal(waitsMs.length, MAX_PUBLISH_ATTEMPTS - 1);
  assert.deepEqual(outcomes, [failed(aMessage('m0'), 'ServiceUnavailable')]);
});

const REFUSALS: readonly (readonly [number, string])[] = [
  [403, 'AuthorizationError'],
  [404, 'NotFound'],
  [400, 'KMSDisabled'],
];

for (const [status, code] of REFUSALS) {
  it(`reports every message of a request refused with ${code}, and does not send it again`, async (t) => {
    const messages = manyMessages(2);
    const { outcomes, sent } = await publish(t, messages, [snsError(status, code)]);
    assert.equal(sent.length, 1);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind === 'failed' && outcome.code.startsWith(code)),
      [true, true],
    );
  });
}

it('sends each by itself when a request is refused for what one entry holds', async (t) => {
  const messages = manyMessages(3);
  const refused = snsError(400, 'InvalidParameter');
  const script = [refused, takes(), refused, takes()];
  const { outcomes, sent } = await publish(t, messages, script);
  assert.deepEqual(sent, [['m0', 'm1', 'm2'], ['m0'], ['m1'], ['m2']]);
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['published', 'failed', 'published'],
  );
});
