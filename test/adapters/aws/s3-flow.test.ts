// Bytes are pulled as they are consumed, and a reader that stops leaves nothing open.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createS3Object, SYSTEM_WAITING } from '../../../src/adapters/aws/index.ts';
import { brokenAt, s3Error, whole } from './s3-answers.ts';
import { objectOf, openObject, STALL_TIMEOUT_MS } from './s3-reading.ts';
import type { Answer } from './test-server.ts';

const MANY_BYTES = 256 * 1024 * 1024;
const BLOCK = Buffer.alloc(1024 * 1024, 7);

/** More bytes than any socket buffers, written as they are taken; `sent` counts them. */
function endless() {
  const closed = Promise.withResolvers<void>();
  const state = { sent: 0, closed: closed.promise };
  const answer: Answer = (response) => {
    response.writeHead(200, { etag: '"1"', 'content-length': MANY_BYTES });
    response.once('close', () => closed.resolve());
    const write = (): void => {
      if (response.destroyed) return;
      state.sent += BLOCK.length;
      if (response.write(BLOCK)) setImmediate(write);
      else response.once('drain', write);
    };
    write();
  };
  return { answer, state };
}

it('asks for nothing before the first byte is wanted', async (t) => {
  const { object, received } = await openObject(t, [whole(objectOf(10))]);
  const bytes = object.open();
  assert.equal(received.length, 0);
  const iterator = bytes[Symbol.asyncIterator]();
  await iterator.next();
  await iterator.return?.();
  assert.equal(received.length, 1);
});

it('stops the sender while nothing is consumed, takes no slow reader for a stall, frees the socket', async (t) => {
  const { answer, state } = endless();
  const options = { stallTimeoutMs: STALL_TIMEOUT_MS };
  const { object, received } = await openObject(t, [answer], {}, options);
  const iterator = object.open()[Symbol.asyncIterator]();
  await iterator.next();
  await new Promise((resolve) => setTimeout(resolve, 2 * STALL_TIMEOUT_MS));
  assert.equal((await iterator.next()).done, false);
  assert.equal(received.length, 1);
  assert.ok(state.sent < MANY_BYTES / 2, `${state.sent} bytes were sent to a reader of two chunks`);
  await iterator.return?.();
  await state.closed;
});

it('frees the socket of an answer it does not accept', async (t) => {
  const { answer, state } = endless();
  const { object } = await openObject(t, [answer], { etag: '"2"' });
  await assert.rejects(object.open()[Symbol.asyncIterator]().next(), { name: 'S3SupersededError' });
  await state.closed;
});

it('uses one connection for object after object', async (t) => {
  const body = objectOf(200_000);
  const { client, object, received } = await openObject(t, [whole(body), whole(body), whole(body)]);
  for (const key of ['a', 'b', 'c']) {
    const one = key === 'a' ? object : createS3Object(client, { bucket: 'logs', key });
    for await (const chunk of one.open()) assert.ok(chunk.length > 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(new Set(received.map(({ port }) => port)).size, 1);
});

const INTERRUPTED: readonly (readonly [string, () => readonly Answer[]])[] = [
  ['the body', () => [endless().answer]],
  ['the answer', () => [(response) => void response.socket]],
  ['silence in the body', () => [brokenAt(objectOf(1_000), 10, 'stall')]],
];

for (const [name, script] of INTERRUPTED) {
  it(`ends with the signal's reason while it waits for ${name}, and does not resume`, async (t) => {
    const stop = new AbortController();
    const reason = new Error('out of time');
    const options = { signal: stop.signal, stallTimeoutMs: 60_000 };
    const { object, received } = await openObject(t, script(), {}, options);
    const reading = (async () => {
      for await (const chunk of object.open()) assert.ok(chunk.length > 0);
    })();
    setTimeout(() => stop.abort(reason), 50);
    await assert.rejects(reading, reason);
    assert.equal(received.length, 1);
    assert.equal(object.failure, undefined);
  });
}

it("ends with the signal's reason while it waits before a resume", async (t) => {
  const stop = new AbortController();
  const reason = new Error('out of time');
  const waiting = {
    ...SYSTEM_WAITING,
    sleep: (_: number, signal?: AbortSignal) => {
      setImmediate(() => stop.abort(reason));
      return SYSTEM_WAITING.sleep(60_000, signal);
    },
  };
  const options = { signal: stop.signal, waiting };
  const { object } = await openObject(t, [s3Error(503, 'SlowDown')], {}, options);
  await assert.rejects(object.open()[Symbol.asyncIterator]().next(), reason);
});
