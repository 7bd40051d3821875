// Rejected records are kept byte for byte, up to a cap that is said.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createQuarantineFolder, MAX_KEPT_RECORDS } from '../../src/adapters/local/index.ts';
import type { Rejection } from '../../src/model/index.ts';
import { makeFolder } from './folder.ts';

function rejected(ordinal: number, bytes: Uint8Array = Buffer.from('{"a":')): Rejection {
  return {
    ordinal,
    offset: ordinal * 10,
    line: ordinal + 1,
    code: 'RECORD_NOT_JSON',
    message: 'unexpected end',
    bytes,
    isCut: false,
  };
}

function readOnly(folder: string): readonly Record<string, unknown>[] {
  const [name, ...rest] = readdirSync(folder);
  assert.equal(rest.length, 0);
  return readFileSync(join(folder, name ?? ''), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a rejected record is written with its place and its text, and the closing line counts', async (t) => {
  const folder = join(makeFolder(t), 'made', 'new');
  const quarantine = createQuarantineFolder(folder);
  await quarantine.keep('logs/a.gz', rejected(3));
  await quarantine.close();
  const [record, closing] = readOnly(folder);
  assert.deepEqual(record, {
    object: 'logs/a.gz',
    ordinal: 3,
    offset: 30,
    line: 4,
    code: 'RECORD_NOT_JSON',
    message: 'unexpected end',
    isCut: false,
    text: '{"a":',
  });
  assert.equal(closing?.['rejected'], 1);
  assert.equal(closing?.['notKept'], 0);
});

test('bytes that are no text are kept as base64', async (t) => {
  const folder = makeFolder(t);
  const bytes = Uint8Array.from([0x7b, 0xff, 0xfe, 0x00]);
  const quarantine = createQuarantineFolder(folder);
  await quarantine.keep('a', rejected(0, bytes));
  await quarantine.close();
  const kept = Buffer.from(String(readOnly(folder)[0]?.['base64']), 'base64');
  assert.deepEqual(new Uint8Array(kept), bytes);
});

test('beyond the cap records are only counted, exactly', async (t) => {
  const folder = makeFolder(t);
  const quarantine = createQuarantineFolder(folder);
  for (let ordinal = 0; ordinal < MAX_KEPT_RECORDS + 7; ordinal++) {
    await quarantine.keep('a', rejected(ordinal));
  }
  await quarantine.close();
  const lines = readOnly(folder);
  assert.equal(lines.length, MAX_KEPT_RECORDS + 1);
  const closing = lines.at(-1);
  assert.equal(closing?.['kept'], MAX_KEPT_RECORDS);
  assert.equal(closing?.['notKept'], 7);
  assert.deepEqual(closing?.['last'], { ordinal: 1_006, offset: 10_060, line: 1_007 });
});

test('each object has a file of its own, whatever it is called', async (t) => {
  const folder = makeFolder(t);
  const long = 'x'.repeat(400);
  const names = [
    'a',
    'b/a',
    '../../a',
    '..',
    's3://bucket/a',
    `1${long}`,
    `2${long}`,
    '\ud800',
    'a\n',
  ];
  const quarantine = createQuarantineFolder(folder);
  for (const name of names) await quarantine.keep(name, rejected(0));
  await quarantine.close();
  const files = readdirSync(folder);
  assert.equal(files.length, names.length);
  assert.ok(files.every((file) => /^[\w%.~!'()*-]+$/.test(file) && file.length < 255));
});

test('no file is made where nothing was rejected', async (t) => {
  const folder = makeFolder(t);
  await createQuarantineFolder(folder).close();
  assert.deepEqual(readdirSync(folder), []);
});
