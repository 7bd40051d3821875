// What was rejected is shown with its cause, place and advice; redriving it gives the ids it would have had.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createS3Quarantine } from '../../src/adapters/aws/index.ts';
import { createQuarantineFolder } from '../../src/adapters/local/index.ts';
import type { Rejection } from '../../src/model/index.ts';
import { MAX_KEPT_RECORDS } from '../../src/quarantine/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { rejected } from '../contracts/quarantine-files.ts';
import { startStack } from '../local/aws/stack.ts';
import { runHere } from './run-here.ts';

/** A quarantine folder with the records of some objects. */
async function quarantined(
  folder: string,
  objects: Readonly<Record<string, readonly Rejection[]>>,
): Promise<string> {
  const path = join(folder, 'quarantine');
  const quarantine = createQuarantineFolder(path);
  for (const [object, rejections] of Object.entries(objects)) {
    for (const rejection of rejections) await quarantine.keep(object, rejection);
  }
  await quarantine.close();
  return path;
}

/** A connection to a file server, by an unsigned program: a finding. */
function record(n: number): string {
  return JSON.stringify({
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 3,
    TimeCreated: `2026-11-20T10:00:0${n}.000Z`,
    EventRecordID: n,
    Computer: `ws-${n}.corp.example.com`,
    ProcessGuid: `{313fa531-4300-5f91-ae04-00000000040${n}}`,
    ProcessId: 7520,
    Image: 'C:\\Windows\\System32\\rundll32.exe',
    User: 'CORP\\al',
    Initiated: 'true',
    DestinationIp: '192.0.2.9',
    DestinationPort: 445,
  });
}

function idsOf(ndjson: string): readonly string[] {
  const lines = ndjson.split('\n').filter((line) => line !== '');
  return lines.map((line) => String(JSON.parse(line).id)).sort();
}

test('each cause is shown with its number, place, record and what to do', async (t) => {
  const quarantine = await quarantined(makeFolder(t), {
    's3://logs/a.gz': [
      rejected(3),
      rejected(4, { code: 'RECORD_TOO_DEEP', message: 'nested', bytes: Buffer.from('[[[[') }),
      rejected(7),
    ],
  });
  const { code, stdout, stderr } = await runHere(['triage', quarantine]);
  assert.equal(code, 0);
  assert.match(stdout, /^s3:\/\/logs\/a\.gz\n {2}3 records rejected, all kept in /);
  assert.match(stdout, /RECORD_NOT_JSON \(not JSON\): 2; records 3 to 7, bytes 30 to 70/);
  assert.match(stdout, /record 3, line 4, byte 30: unexpected end\n {6}\{"a":\n/);
  assert.match(stdout, /RECORD_TOO_DEEP .*: 1; record 4\n/);
  assert.equal(stdout.match(/what to do: \S/g)?.length, 2);
  assert.match(stderr, /3 rejected records in 1 quarantine file\n/);
});

test('beyond the cap the count is exact, and pointers say where', async (t) => {
  const many = Array.from({ length: MAX_KEPT_RECORDS + 20 }, (_, ordinal) => rejected(ordinal));
  const quarantine = await quarantined(makeFolder(t), { a: many });
  const { code, stdout } = await runHere(['triage', quarantine, '--records', '0']);
  assert.equal(code, 0);
  assert.match(stdout, /1,020 records rejected, 1,000 kept, 20 only pointed to/);
  assert.match(stdout, /1,020; records 0 to 1019, bytes 0 to 10190/);
});

test('text of logs can neither move the cursor nor begin a line', async (t) => {
  const bytes = Buffer.from('\u001b[2J\u202e{"a":1}\nrecord 9, line 9');
  const object = 's3://logs/\u001b[31m\n';
  const quarantine = await quarantined(makeFolder(t), {
    [object]: [rejected(0, { bytes, message: 'x\n\u001b' })],
  });
  for (const format of ['table', 'json', 'ndjson']) {
    const { stdout, stderr } = await runHere(['triage', quarantine, '--format', format]);
    const printed = stdout + stderr;
    assert.ok(!printed.includes('\u001b') && !printed.includes('\u202e'));
    assert.doesNotMatch(printed, /^record 9/m);
  }
});

test('bytes that are no text are shown as such, and a cut record is marked', async (t) => {
  const quarantine = await quarantined(makeFolder(t), {
    a: [
      rejected(0, { bytes: Uint8Array.from([0xff, 0xfe, 0x00]) }),
      rejected(1, { code: 'RECORD_TOO_LARGE', isCut: true }),
    ],
  });
  const { stdout } = await runHere(['triage', quarantine]);
  assert.match(stdout, /3 bytes that are no text: \/\/4A\n/);
  assert.match(stdout, /\{"a":…\n/);
});

test('ndjson gives a cause of an object a line, json all with what was left out', async (t) => {
  const folder = makeFolder(t);
  const quarantine = await quarantined(folder, {
    a: [rejected(0), rejected(1, { code: 'RECORD_NOT_OBJECT' })],
    b: [rejected(5)],
  });
  writeFileSync(join(quarantine, 'notes.txt'), 'mine');
  const { stdout } = await runHere(['triage', quarantine, '--format', 'ndjson']);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ object, code, count }) => [object, code, count]),
    [
      ['a', 'RECORD_NOT_JSON', 1],
      ['a', 'RECORD_NOT_OBJECT', 1],
      ['b', 'RECORD_NOT_JSON', 1],
    ],
  );
  assert.deepEqual(lines[2].examples, [
    { ordinal: 5, offset: 50, line: 6, message: 'unexpected end', isCut: false, preview: '{"a":' },
  ]);
  const json = JSON.parse((await runHere(['triage', quarantine, '--format', 'json'])).stdout);
  assert.equal(json.files.length, 2);
  assert.deepEqual(json.leftOut, [join(quarantine, 'notes.txt')]);
});

test('a file that is cut short, damaged or none is exit code 2, and the others are shown', async (t) => {
  const folder = makeFolder(t);
  const quarantine = await quarantined(folder, { a: [rejected(0), rejected(1)], b: [rejected(2)] });
  const path = join(quarantine, 'a.rejected.ndjson');
  const [first = '', second = '', summary = ''] = readFileSync(path, 'utf8').split('\n');
  const cases: readonly (readonly [string, RegExp])[] = [
    [`${first}\n${second}\n`, /has no closing line: its scan was cut short/],
    [`${first}\n${summary}\n`, /says 2 rejected, but names 1/],
    [`${first}\nwhat\n${second}\n${summary}\n`, /has a line 2 that is no JSON/],
    ['x'.repeat(2_000_000), /could not be read to its end: a line has more than/],
  ];
  for (const [text, expected] of cases) {
    writeFileSync(path, text);
    const { code, stdout } = await runHere(['triage', quarantine]);
    assert.equal(code, 2);
    assert.match(stdout, expected);
    assert.match(stdout, /^b\n/m);
  }
});

test('what is not there is said with exit code 2; an empty folder is good news', async (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'empty'));
  const gone = await runHere(['triage', join(folder, 'gone')]);
  assert.equal(gone.code, 2);
  assert.match(gone.stderr, /gone: does not exist/);
  const empty = await runHere(['triage', join(folder, 'empty')]);
  assert.deepEqual([empty.code, empty.stdout], [0, '']);
  assert.match(empty.stderr, /0 rejected records in 0 quarantine files/);
  assert.equal((await runHere(['triage', folder, '--records', 'x'])).code, 64);
});

test('mended records, scanned alone or in their object, give the ids they would have had', async (t) => {
  const folder = makeFolder(t);
  const broken = record(2).slice(0, -1);
  const object = join(folder, 'a.ndjson');
  const write = (lines: readonly string[]) => writeFileSync(object, `${lines.join('\n')}\n`);
  const scan = (path: string, ...args: readonly string[]) =>
    runHere(['scan', '--format', 'ndjson', path, ...args]);

  write([record(1), broken, record(3)]);
  const quarantine = join(folder, 'quarantine');
  const before = idsOf((await scan(object, '--quarantine', quarantine)).stdout);
  assert.equal(before.length, 2);

  const extracted = join(folder, 'extracted.ndjson');
  const { code, stderr } = await runHere(['triage', quarantine, '--extract', extracted]);
  assert.equal(code, 0);
  assert.match(stderr, /1 record extracted/);
  assert.equal(readFileSync(extracted, 'utf8'), `${broken}\n`);

  writeFileSync(extracted, `${broken}}\n`);
  const redriven = idsOf((await scan(extracted)).stdout);
  assert.equal(redriven.length, 1);
  write([record(1), record(2), record(3)]);
  const whole = idsOf((await scan(object)).stdout);
  assert.deepEqual(whole, [...before, ...redriven].sort());
  // Redriven twice, and together with what was known: nothing is found twice.
  const together = await runHere(['scan', '--format', 'ndjson', object, extracted, extracted]);
  assert.deepEqual(idsOf(together.stdout), whole);
});

test('an extract never overwrites, and leaves out what was kept only in part', async (t) => {
  const folder = makeFolder(t);
  const quarantine = await quarantined(folder, {
    a: [rejected(0), rejected(1, { code: 'RECORD_TOO_LARGE', isCut: true })],
  });
  const path = join(folder, 'out.ndjson');
  const { stderr } = await runHere(['triage', quarantine, '--extract', path]);
  assert.match(stderr, /1 record extracted; of 1 more only the beginning was kept/);
  const again = await runHere(['triage', quarantine, '--extract', path]);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /out\.ndjson cannot be made: EEXIST/);
});

test('a quarantine in S3 is read by its prefix', async (t) => {
  const { aws, s3 } = await startStack(t);
  const environment = {
    AWS_ENDPOINT_URL_S3: aws.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  t.after(() => {
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, before);
  });
  await s3.send(new CreateBucketCommand({ Bucket: 'evidence' }));
  const quarantine = createS3Quarantine(s3, { bucket: 'evidence', prefix: 'quarantine/' });
  for (const object of ['s3://logs/a', 's3://logs/b']) await quarantine.keep(object, rejected(3));
  await quarantine.close();
  const { code, stdout } = await runHere(['triage', 's3://evidence/quarantine/']);
  assert.equal(code, 0);
  assert.deepEqual(stdout.match(/^s3:\/\/logs\/[ab]$/gm), ['s3://logs/a', 's3://logs/b']);
  const absent = await runHere(['triage', 's3://absent/quarantine/']);
  assert.equal(absent.code, 2);
  assert.match(absent.stderr, /s3:\/\/absent\/quarantine\/: cannot be listed: NoSuchBucket/);
});
