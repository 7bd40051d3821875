// The shipped rules over recorded attacks: the findings expected, the same however the records are delivered.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finding } from '../../src/model/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { runCli } from './run-cli.ts';

const LOGS = fileURLToPath(
  new URL('../../../shared/data/sysmon-otrf/process_network.ndjson.gz', import.meta.url),
);
const skip = existsSync(LOGS) ? false : 'left out: ../shared is absent';
const SCAN = ['scan', '--format', 'ndjson'];

function coresOf(stdout: string) {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { delivery: _delivery, ...core }: Finding = JSON.parse(line);
    return core;
  });
}

/** A shuffle that is the same on every run: by a hash-like order of the index. */
function shuffle<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item, index) => ({ item, order: Math.imul(index + 1, 0x9e3779b1) >>> 0 }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

test('in 24,934 recorded events the two attacks are found, and nothing else', {
  skip,
}, async () => {
  const { code, stdout, stderr } = await runCli([...SCAN, LOGS]);
  assert.equal(code, 0);
  assert.match(stderr, /24,934 records: 24,934 evaluated, 0 skipped, 0 unrecognised, 0 rejected/);
  const found = coresOf(stdout).map(({ rule, process, count, distinctDestinations }) => [
    rule.level,
    process.image?.split('\\').at(-1),
    count,
    distinctDestinations,
  ]);
  assert.deepEqual(found, [
    ['low', 'powershell.exe', 1, 1],
    ['medium', 'PurpleSharp.exe', 6, 3],
  ]);
});

test('shuffled and split into four compressed objects, they are the same findings', {
  skip,
}, async (t) => {
  const records = gunzipSync(readFileSync(LOGS)).toString().trimEnd().split('\n');
  const shuffled = shuffle(records);
  const parts = [0, 1, 2, 3].map((part) => {
    const lines = shuffled.filter((_, index) => index % 4 === part);
    return [`${part}.gz`, gzipSync(`${lines.join('\n')}\n`, { level: 1 })] as const;
  });
  const folder = makeFolder(t, Object.fromEntries(parts));
  const [whole, split] = await Promise.all([LOGS, folder].map((path) => runCli([...SCAN, path])));
  assert.equal(split?.code, 0);
  assert.deepEqual(coresOf(split?.stdout ?? ''), coresOf(whole?.stdout ?? ''));
});

test('cut in half, the findings before the cut are given, and it is said to be incomplete', {
  skip,
}, async (t) => {
  const stored = readFileSync(LOGS);
  const folder = makeFolder(t, { 'half.gz': stored.subarray(0, stored.length / 2) });
  const { code, stdout, stderr } = await runCli([...SCAN, join(folder, 'half.gz')]);
  assert.equal(code, 2);
  assert.match(stderr, /half\.gz: incomplete: GZIP_TRUNCATED at byte \d+/);
  const whole = new Map(
    coresOf((await runCli([...SCAN, LOGS])).stdout).map((core) => [core.id, core]),
  );
  for (const core of coresOf(stdout)) assert.ok(whole.has(core.id), core.id);
});
