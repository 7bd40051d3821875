// What can be read once can be read again, and leaves nothing behind.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { spooled } from '../../src/adapters/local/index.ts';

async function readAll(source: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('gives the same bytes twice, of an object that is opened once', async () => {
  let openings = 0;
  const object = spooled({
    name: 'stdin',
    size: undefined,
    async *open() {
      openings++;
      for (const text of ['one\n', '', 'two\n']) yield Buffer.from(text);
    },
  });
  assert.equal(await readAll(object.open()), 'one\ntwo\n');
  assert.equal(await readAll(object.open()), 'one\ntwo\n');
  assert.equal(openings, 1);
  const left = readdirSync(tmpdir()).filter((name) =>
    name.startsWith(`sigma-lambda-${process.pid}-`),
  );
  assert.deepEqual(left, []);
  await object.close?.();
});

test('can be read again, from any byte, after a reading that was left before its end', async () => {
  const text = 'line\n'.repeat(50_000);
  const object = spooled({
    name: 'stdin',
    size: undefined,
    async *open() {
      yield Buffer.from(text);
    },
  });
  await readAll(object.open());
  for await (const chunk of object.open()) {
    assert.ok(chunk.length < text.length);
    break;
  }
  assert.equal(await readAll(object.open()), text);
  assert.equal(await readAll(object.open(100_000)), text.slice(100_000));
  await object.close?.();
});

test('an object that was never read is closed all the same', async () => {
  let isClosed = false;
  const object = spooled({
    name: 'stdin',
    size: undefined,
    async *open() {
      yield* [];
    },
    close: async () => {
      isClosed = true;
    },
  });
  await object.close?.();
  assert.ok(isClosed);
});
