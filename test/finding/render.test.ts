// What a person is shown of a match, and what is said to be unknown.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FindingFold } from '../../src/finding/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { aMatch, anEvent, type EventParts } from './builders.ts';

function findingOf(parts: EventParts): Finding {
  const fold = new FindingFold('acme');
  fold.add(aMatch(anEvent(parts)));
  const [finding] = fold.findings();
  assert.ok(finding !== undefined);
  return finding;
}

const FULL = {
  Image: 'C:\\Tools\\scan.exe',
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  ProcessGuid: '{313fa531-4300-5f91-ae04-000000000400}',
  ProcessId: '7520',
  OriginalFileName: 'scan.exe',
  Hashes: 'SHA1=38733789E468C23C5172D18BD24EE0A84176CF9D,IMPHASH=00000000000000000000000000000000',
  Signature: 'Example Ltd',
  SignatureStatus: 'Valid',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd.exe',
  User: 'CORP\\al',
  UserSid: 'S-1-5-21-1-2-3-1105',
  Computer: 'ws-17.example.com',
  DestinationIp: '192.0.2.9',
  DestinationPort: '445',
  DestinationHostname: 'fs-1.example.com',
  SourceIp: '192.0.2.17',
  SourcePort: '58192',
  Protocol: 'tcp',
  Initiated: 'true',
};

test('a finding shows what the event says, typed', () => {
  const { process, network, host, user, userSid, unknown } = findingOf({ fields: FULL });
  assert.deepEqual(process, {
    image: FULL.Image,
    commandLine: FULL.CommandLine,
    entityId: FULL.ProcessGuid,
    pid: 7520,
    hashes: { sha1: '38733789e468c23c5172d18bd24ee0a84176cf9d' },
    originalFileName: 'scan.exe',
    signature: 'Example Ltd',
    signatureStatus: 'Valid',
    parent: { image: FULL.ParentImage, commandLine: 'cmd.exe' },
  });
  assert.deepEqual(network, {
    sourceIp: '192.0.2.17',
    sourcePort: 58192,
    destinationIp: '192.0.2.9',
    destinationPort: 445,
    destinationHostname: 'fs-1.example.com',
    protocol: 'tcp',
    initiated: true,
  });
  assert.deepEqual([host, user, userSid], ['ws-17.example.com', 'CORP\\al', 'S-1-5-21-1-2-3-1105']);
  assert.deepEqual(unknown, ['process.startTime']);
});

for (const absent of ['-', '', ' ', null, undefined, [], {}]) {
  test(`${JSON.stringify(absent) ?? 'an absent field'} is shown as not supplied`, () => {
    const { user, unknown } = findingOf({ fields: { ...FULL, User: absent } });
    assert.equal(user, undefined);
    assert.ok(unknown.includes('user'));
  });
}

const PIDS = [
  ['0x1d20', 7456],
  [4, 4],
  ['4', 4],
  ['4.5', undefined],
  ['-1', undefined],
  ['pid', undefined],
  [Number.NaN, undefined],
] as const;

for (const [logged, shown] of PIDS) {
  test(`the pid ${logged} is shown as ${shown}`, () => {
    assert.equal(findingOf({ fields: { ProcessId: logged } }).process.pid, shown);
  });
}

for (const [logged, shown] of [
  [true, true],
  ['FALSE', false],
  ['1', undefined],
] as const) {
  test(`Initiated ${JSON.stringify(logged)} is shown as ${shown}`, () => {
    assert.equal(findingOf({ fields: { Initiated: logged } }).network.initiated, shown);
  });
}

const SIGNATURES = [
  ['Unavailable', undefined, ['process.signature', 'process.signatureStatus']],
  ['Unsigned', undefined, []],
  ['Invalid', 'Example Ltd', []],
  [undefined, undefined, ['process.signature', 'process.signatureStatus']],
] as const;

for (const [SignatureStatus, Signature, expected] of SIGNATURES) {
  test(`signature status ${SignatureStatus} leaves unknown: ${expected.join(', ') || 'nothing'}`, () => {
    const { process, unknown } = findingOf({ fields: { ...FULL, Signature, SignatureStatus } });
    assert.equal(process.signatureStatus, SignatureStatus);
    assert.deepEqual(
      unknown.filter((name) => name.includes('signature')),
      expected,
    );
  });
}

test('the image of an unattributed connection is unknown, whatever stands in its place', () => {
  const { process, unknown } = findingOf({
    isAttributed: false,
    fields: { Image: '<unknown process>' },
  });
  assert.equal(process.image, undefined);
  assert.ok(unknown.includes('process.image'));
});

test('an all-zero GUID is no entity', () => {
  const ProcessGuid = '{00000000-0000-0000-0000-000000000000}';
  assert.equal(findingOf({ fields: { ProcessGuid } }).process.entityId, undefined);
});

test('a process starts when its creation event happens', () => {
  const { process, unknown } = findingOf({ logsource: { category: 'process_creation' } });
  assert.equal(process.startTime, '2026-11-20T12:00:00.000Z');
  assert.ok(unknown.every((name) => !name.startsWith('network.')));
});

test('a value longer than Windows allows is cut, in what is shown and in what matched', () => {
  const long = 'x'.repeat(1_000_000);
  const { process, matched } = findingOf({
    fields: { CommandLine: long, DestinationPort: [long] },
  });
  assert.ok((process.commandLine?.length ?? 0) < 33_000);
  assert.ok(JSON.stringify(matched).length < 34_000);
});

test('the members of a finding stand in a fixed order', () => {
  assert.deepEqual(Object.keys(findingOf({ fields: FULL })), [
    ...[
      'id',
      'rule',
      'tenant',
      'source',
      'time',
      'firstTime',
      'lastTime',
      'day',
      'host',
      'hostKey',
    ],
    ...['entityKey', 'user', 'userSid', 'process', 'network', 'count', 'isCountExact'],
    ...['destinations', 'distinctDestinations', 'unknown', 'delivery', 'matched'],
  ]);
});
