// The shipped rules over recorded attacks: the findings expected, the same however the records are delivered.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Finding } from '../../src/model/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { type CliRun, runCli } from './run-cli.ts';

const LOGS = fileURLToPath(
  new URL('../../../shared/data/sysmon-otrf/process_network.ndjson.gz', import.meta.url),
);
const skip = existsSync(LOGS) ? false : 'left out: ../shared is absent';
const PURPLESHARP = fileURLToPath(
  new URL('../../../shared/data/sysmon-otrf/purplesharp_sysmon_1_3_5.ndjson.gz', import.meta.url),
);
const SEQUENCE = '3be01e7a-b7e2-4e6b-b61f-1897ecfa6fd9';
const SCAN = ['scan', '--format', 'ndjson'];

function coresOf(stdout: string) {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const { delivery: _delivery, ...core }: Finding = JSON.parse(line);
    return core;
  });
}

/** Of a whole file, scanned once: the same for every test. */
const scans = new Map<string, Promise<CliRun>>();

function scanWhole(path: string): Promise<CliRun> {
  const scan = scans.get(path) ?? runCli([...SCAN, path]);
  scans.set(path, scan);
  return scan;
}

/** A shuffle that is the same on every run: by a hash-like order of the index. */
function shuffle<T>(items: readonly T[], step = 0x9e3779b1): readonly T[] {
  return items
    .map((item, index) => ({ item, order: Math.imul(index + 1, step) >>> 0 }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

test('in 24,934 recorded events the two attacks are found, and nothing else', {
  skip,
}, async () => {
  const { code, stdout, stderr } = await scanWhole(LOGS);
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
    ['medium', 'PurpleSharp.exe', 7, 3],
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
  const [whole, split] = [await scanWhole(LOGS), await runCli([...SCAN, folder])];
  assert.equal(split.code, 0);
  assert.deepEqual(coresOf(split.stdout), coresOf(whole.stdout));
});

test('cut in half, the findings before the cut are given, and it is said to be incomplete', {
  skip,
}, async (t) => {
  const stored = readFileSync(LOGS);
  const folder = makeFolder(t, { 'half.gz': stored.subarray(0, stored.length / 2) });
  const { code, stdout, stderr } = await runCli([...SCAN, join(folder, 'half.gz')]);
  assert.equal(code, 2);
  assert.match(stderr, /half\.gz: incomplete: GZIP_TRUNCATED at byte \d+/);
  const whole = new Map(coresOf((await scanWhole(LOGS)).stdout).map((core) => [core.id, core]));
  for (const core of coresOf(stdout)) assert.ok(whole.has(core.id), core.id);
});

test('PurpleSharp’s start and its six connections are one finding of the sequence', {
  skip,
}, async () => {
  const { stdout } = await scanWhole(PURPLESHARP);
  const [finding, ...more] = coresOf(stdout).filter(({ rule }) => rule.id === SEQUENCE);
  assert.deepEqual(more, []);
  assert.equal(
    finding?.process.commandLine,
    'PurpleSharp.exe  /t T1110.003,T1558.003,T1135,T1021.006',
  );
  assert.deepEqual([finding?.count, finding?.distinctDestinations], [7, 3]);
  // By the records’ time, which NXLog writes in whole seconds; by UtcTime the first connection comes 1.0 s after.
  assert.equal(finding?.firstTime, '2020-10-22T08:29:52.000Z');
  assert.equal(finding?.lastTime, '2020-10-22T08:29:55.000Z');
});

for (const step of [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35]) {
  test(`PurpleSharp’s lines shuffled by ${step} change no finding`, { skip }, async (t) => {
    const lines = gunzipSync(readFileSync(PURPLESHARP)).toString().trimEnd().split('\n');
    const folder = makeFolder(t, { 'shuffled.ndjson': `${shuffle(lines, step).join('\n')}\n` });
    const [whole, shuffled] = [await scanWhole(PURPLESHARP), await runCli([...SCAN, folder])];
    assert.notEqual(whole.stdout, '');
    assert.deepEqual(coresOf(shuffled.stdout), coresOf(whole.stdout));
  });
}
