// Bodies that break, and the reader that does not notice.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createGunzip, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { MAX_RESUMES, S3BrokenError } from '../../../src/adapters/aws/index.ts';
import { brokenAt, firstByte, htmlError, s3Error, whole } from './s3-answers.ts';
import { objectOf, openObject, readObject, STALL_TIMEOUT_MS } from './s3-reading.ts';
import { type Answer, hang, resetAtOnce } from './test-server.ts';
import { runs } from '../../support/runs.ts';

const OBJECT = objectOf(300_000);
const BROKEN_AT = 123_457;

const FAULTS: readonly (readonly [string, Answer, number])[] = [
  ['a connection reset in the body', brokenAt(OBJECT, BROKEN_AT), BROKEN_AT],
  ['a body that stalls', brokenAt(OBJECT, BROKEN_AT, 'stall'), BROKEN_AT],
  ['a body that breaks before its first byte', brokenAt(OBJECT, 0), 0],
  ['a connection reset before the answer', resetAtOnce, 0],
  ['an answer that never comes', hang, 0],
  ['500 InternalError', s3Error(500, 'InternalError'), 0],
  ['503 SlowDown', s3Error(503, 'SlowDown'), 0],
  ['400 RequestTimeout', s3Error(400, 'RequestTimeout'), 0],
  ['502 in HTML', htmlError(502), 0],
  ['503 without a body', (response) => response.writeHead(503).end(), 0],
];

const SILENT = new Set(['a body that stalls', 'an answer that never comes']);

for (const [name, fault, from] of FAULTS) {
  it(`goes on at the exact byte after ${name}`, async (t) => {
    const options = SILENT.has(name) ? { stallTimeoutMs: STALL_TIMEOUT_MS } : {};
    const script = [fault, whole(OBJECT)];
    const { bytes, thrown, received, waitsMs } = await readObject(t, script, {}, options);
    assert.equal(thrown, undefined);
    assert.ok(bytes.equals(OBJECT));
    assert.deepEqual(
      received.map(({ headers }) => firstByte(headers.range)),
      [0, from],
    );
    assert.equal(waitsMs.length, 1);
  });
}

it('takes an end that comes with a reset for the end when every byte has arrived', async (t) => {
  const { bytes, thrown, received } = await readObject(t, [brokenAt(OBJECT, OBJECT.length)]);
  assert.equal(thrown, undefined);
  assert.ok(bytes.equals(OBJECT));
  assert.equal(received.length, 1);
});

it('resumes a body of unknown length by the size of the notification', async (t) => {
  const chunked: Answer = (response) => {
    response.writeHead(200, { etag: '"1"' }).end(OBJECT.subarray(0, 1_000));
  };
  const script = [chunked, whole(OBJECT, { etag: '"1"' })];
  const { bytes, thrown } = await readObject(t, script, { size: OBJECT.length });
  assert.equal(thrown, undefined);
  assert.ok(bytes.equals(OBJECT));
});

it('resumes five times in all, each after a longer wait', async (t) => {
  const breaks = [1, 2, 3, 4, 5].map((step) => brokenAt(OBJECT, step * 1_000));
  const { bytes, thrown, waitsMs } = await readObject(t, [...breaks, whole(OBJECT)]);
  assert.equal(thrown, undefined);
  assert.ok(bytes.equals(OBJECT));
  assert.deepEqual(waitsMs, [75, 150, 300, 600, 1_200]);
});

it('gives up at the sixth break, however far it came, and keeps the cause', async (t) => {
  const breaks = [1, 2, 3, 4, 5, 6].map((step) => brokenAt(OBJECT, step * 1_000));
  const { object, bytes, thrown, received } = await readObject(t, breaks);
  assert.ok(thrown instanceof S3BrokenError);
  assert.equal(object.failure, thrown);
  assert.equal(thrown.place.offset, 6_000);
  assert.ok(thrown.cause instanceof Error);
  assert.ok(bytes.equals(OBJECT.subarray(0, 6_000)));
  assert.equal(received.length, MAX_RESUMES + 1);
});

it('delivers the same bytes wherever the body breaks', async (t) => {
  const places = fc.array(fc.nat({ max: OBJECT.length }), { maxLength: MAX_RESUMES });
  await fc.assert(
    fc.asyncProperty(places, async (offsets) => {
      const breaks = offsets
        .filter((offset) => offset < OBJECT.length)
        .sort((a, b) => a - b)
        .map((offset) => brokenAt(OBJECT, offset));
      const { bytes, thrown } = await readObject(t, [...breaks, whole(OBJECT)]);
      assert.equal(thrown, undefined);
      assert.ok(bytes.equals(OBJECT));
    }),
    { numRuns: runs(40) },
  );
});

it('keeps the state of the decompressor over a break', async (t) => {
  const stored = gzipSync(OBJECT);
  const script = [brokenAt(stored, 20), brokenAt(stored, 200), whole(stored)];
  const { object } = await openObject(t, script);
  const inflate = createGunzip();
  const inflated = inflate.toArray();
  for await (const chunk of object.open()) inflate.write(chunk);
  inflate.end();
  assert.ok(Buffer.concat(await inflated).equals(OBJECT));
});
