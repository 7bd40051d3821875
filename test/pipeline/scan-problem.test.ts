// A problem is said in one line: code, place once, message.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { decodeObject } from '../../src/decode/index.ts';
import { problemText, type ScanProblem } from '../../src/pipeline/index.ts';

const NOT_OURS: Readonly<Record<string, AsyncIterable<Uint8Array>>> = {
  plain: inChunks(Buffer.alloc(300_000)),
  gzip: inChunks(gzipSync(Buffer.alloc(300_000))),
  missing: failing(Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT' })),
};

const TEXTS: Readonly<Record<string, RegExp>> = {
  plain: /^NOT_TEXT at byte 0: found a control character/,
  gzip: /^NOT_TEXT at byte 0 \(byte \d+ as stored\): found a control character/,
  missing: /^READ_FAILED at byte 0: reading failed: ENOENT: no such file$/,
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`a problem of a ${name} object is ${text}`, async () => {
    assert.match(problemText(await problemOf(NOT_OURS[name] ?? inChunks())), text);
  });
}

test('a cut says each offset once, before the words', async () => {
  const stored = gzipSync('{"a":1}\n').subarray(0, -3);
  const text = problemText(await problemOf(inChunks(stored)));
  assert.match(text, /^GZIP_TRUNCATED at byte 8 \(byte \d+ as stored\): /);
  assert.doesNotMatch(text, /offset/);
});

async function problemOf(source: AsyncIterable<Uint8Array>): Promise<ScanProblem> {
  for await (const item of decodeObject(source)) {
    if (item.kind === 'end' && item.outcome.error !== undefined) return item.outcome.error;
  }
  return assert.fail('the object has no problem');
}

async function* inChunks(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function* failing(cause: Error): AsyncGenerator<Uint8Array> {
  yield await Promise.reject(cause);
}
