// HarfangLab's telemetry in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventId } from '../../src/finding/index.ts';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { harfangLab, harfangLabConnection, harfangLabStart } from './agent-records.ts';
import { adapterOf, assertCovered, assertFields, type FieldValues } from './field-values.ts';
import { eventOf, winlogbeat6 } from './records.ts';

const GUID = '2d1de721-5d5a-46b2-3794-0097821d2ab7';

const CONNECTION: FieldValues = {
  Image: 'C:\\Users\\al\\scan.exe',
  ProcessId: 7520,
  ProcessGuid: GUID.replace('2d1de721', '2D1DE721'),
  User: 'CORP\\al',
  Computer: 'ws-17',
  SourceIp: '192.0.2.17',
  SourcePort: 58192,
  DestinationIp: '192.0.2.9',
  DestinationPort: 445,
  Initiated: 'true',
  SignatureStatus: 'Unavailable',
  Signed: undefined,
  CommandLine: undefined,
  Hashes: undefined,
  tenant: 'example',
};

const START: FieldValues = {
  Image: 'C:\\Users\\al\\scan.exe',
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  CurrentDirectory: 'C:\\Users\\al',
  IntegrityLevel: 'Medium',
  LogonId: 999,
  UserSid: 'S-1-5-21-1-2-3-1105',
  OriginalFileName: 'scan.exe',
  Company: 'Example Ltd',
  Product: 'Scan',
  Description: 'Scanner',
  FileVersion: '1.2',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd.exe',
  ParentProcessId: 5776,
  ParentProcessGuid: 'p-1',
  Hashes: `SHA1=${'3C'.repeat(20)},MD5=${'1D'.repeat(16)},SHA256=${'A5'.repeat(32)},IMPHASH=${'6A'.repeat(16)}`,
  SignatureStatus: 'Valid',
  Signature: 'Example Ltd',
  Signed: 'true',
};

const LOOKUP: FieldValues = {
  Image: 'C:\\x.exe',
  QueryName: 'example.com',
  QueryResults: ['192.0.2.1'],
};

describe('HarfangLab', () => {
  it('reads a connection', () => {
    const event = eventOf(harfangLabConnection());
    assertFields(event, CONNECTION);
    assert.deepEqual(event.logsource, { product: 'windows', category: 'network_connection' });
    assert.equal(event.source, 'harfanglab');
    assert.equal(event.eventKind, 'network');
    assert.equal(event.timeMs, Date.UTC(2026, 10, 20, 10, 15, 2, 118));
    assert.equal(event.hostKey, 'f43cb847');
    assert.equal(event.entityKey, GUID);
  });

  it('reads a start', () => {
    const event = eventOf(harfangLabStart());
    assertFields(event, START);
    assert.equal(event.logsource.category, 'process_creation');
  });

  it('reads a look-up, whose program is process_image_path', () => {
    const more = { image_name: null, process_image_path: 'C:\\x.exe' };
    const answers = { requested_name: 'example.com', ip_addresses: ['192.0.2.1'] };
    const event = eventOf(harfangLab('dns_resolution', { ...more, ...answers }));
    assertFields(event, LOOKUP);
    assert.equal(event.logsource.category, 'dns_query');
  });

  it('has a test for every row', () => {
    const { tables, derived } = adapterOf('harfanglab');
    assertCovered(tables[0]?.rows ?? [], derived, CONNECTION, START, LOOKUP);
  });

  it('leaves the ends of an inbound connection, which names source and destination itself', () => {
    assertFields(eventOf(harfangLabConnection({ initiated: false, direction: 'in' })), {
      Initiated: 'false',
      SourcePort: 58192,
      DestinationPort: 445,
    });
  });

  const INITIATED: readonly (readonly [JsonObject, string | undefined])[] = [
    [{ initiated: true, direction: 'in' }, 'true'],
    [{ initiated: 'FALSE' }, 'false'],
    [{ initiated: null, direction: 'out' }, 'true'],
    [{ initiated: '', direction: 'IN' }, 'false'],
    [{ initiated: {}, direction: 'sideways' }, undefined],
    [{ initiated: null, direction: null }, undefined],
  ];
  for (const [more, initiated] of INITIATED) {
    it(`${JSON.stringify(more)} is Initiated ${initiated}`, () => {
      assert.equal(eventOf(harfangLabConnection(more)).field('Initiated'), initiated);
    });
  }

  const signer = { signer_info: { display_name: 'A' } };
  const SIGNATURES: readonly (readonly [
    JsonValue,
    JsonValue,
    string,
    string | undefined,
    string?,
  ])[] = [
    [true, signer, 'Valid', 'true', 'A'],
    ['true', { ...signer, signed_catalog: true }, 'Valid', 'true', 'A'],
    [
      true,
      { ...signer, signed_catalog: false, signed_authenticode: false },
      'Unavailable',
      undefined,
      'A',
    ],
    [true, null, 'Unavailable', undefined],
    [true, { signer_info: { display_name: '' } }, 'Unavailable', undefined],
    [false, signer, 'Unsigned', 'false'],
    [null, signer, 'Unavailable', undefined, 'A'],
    [[true], signer, 'Unavailable', undefined, 'A'],
    [{}, [], 'Unavailable', undefined],
  ];
  for (const [signed, signature_info, status, text, name] of SIGNATURES) {
    it(`signed ${JSON.stringify(signed)} ${JSON.stringify(signature_info)} is ${status}`, () => {
      assertFields(eventOf(harfangLabStart({ signed, signature_info })), {
        SignatureStatus: status,
        Signed: text,
        Signature: name,
      });
    });
  }

  it('derives the SID of service accounts where usersid is missing', () => {
    const username = 'NT AUTHORITY\\NETWORK SERVICE';
    assert.equal(eventOf(harfangLabConnection({ username })).field('UserSid'), 'S-1-5-20');
  });

  it('gives other types and systems no category or product, and counts them by name', () => {
    const event = eventOf(
      harfangLab('injectedthread', { agent: { agentid: 'a', ostype: 'beos' } }),
    );
    assert.deepEqual(event.logsource, {});
    assert.equal(event.eventKind, 'injectedthread');
    const linux = eventOf(harfangLabConnection({ agent: { agentid: 'a', ostype: 'linux' } }));
    assert.equal(linux.logsource.product, 'linux');
  });

  it('joins a connection to its start', () => {
    assert.deepEqual(eventOf(harfangLabConnection()).joinKeys, [
      eventOf(harfangLabStart()).joinOffer?.key,
    ]);
  });

  it('has one id whenever the manager received the event', () => {
    const idOf = (more: JsonObject) => eventId(eventOf(harfangLabConnection(more)));
    assert.equal(idOf({}), idOf({ '@timestamp': '2026-11-20T11:00:00Z' }));
    assert.notEqual(idOf({}), idOf({ sport: 1 }));
  });

  it('does not claim the Windows events that its agent hands on, nor records of others', () => {
    const agent = { agentid: 'a', hostname: 'b' };
    const windows = winlogbeat6(4624, {}, { log_type: 'eventlog', agent, log_name: 'Security' });
    assert.equal(eventOf(windows).source, 'windows-security');
    for (const record of [
      { log_type: 'network' },
      { log_type: 1, agent },
      { log_type: ' ', agent },
    ]) {
      assert.equal(createRegistry().read(record).kind, 'unrecognised');
    }
  });
});
