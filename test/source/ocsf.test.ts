// OCSF's network and process activities in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { OCSF_PROCESS, ocsf, ocsfLaunch } from './agent-records.ts';
import { adapterOf, assertCovered, assertFields, type FieldValues } from './field-values.ts';
import { eventOf } from './records.ts';

const PROCESS: FieldValues = {
  Image: 'C:\\Users\\al\\scan.exe',
  CommandLine: 'scan.exe /t',
  CurrentDirectory: 'C:\\Users\\al',
  ProcessId: 7520,
  ProcessGuid: 'u-7520',
  IntegrityLevel: 'Medium',
  Company: 'Example Ltd',
  Product: 'Scan',
  Description: 'Scanner',
  FileVersion: '1.2',
  ParentImage: 'C:\\Windows\\cmd.exe',
  ParentCommandLine: 'cmd.exe',
  ParentProcessId: 5776,
  ParentProcessGuid: 'u-5776',
  Computer: 'WS-17',
  User: 'CORP\\al',
  UserSid: 'S-1-5-21-1-2-3-1105',
  Hashes: `MD5=${'1D'.repeat(16)},SHA256=${'A5'.repeat(32)}`,
  SignatureStatus: 'Valid',
  Signature: 'Example Ltd',
  Signed: 'true',
};

const CONNECTION: FieldValues = {
  ...PROCESS,
  SourceIp: '192.0.2.17',
  SourcePort: 58192,
  SourceHostname: 'ws-17',
  DestinationIp: '192.0.2.9',
  DestinationPort: 445,
  DestinationHostname: 'srv',
  Protocol: 'tcp',
  Initiated: 'true',
  'dst_endpoint.port': 445,
};

/** A connection whose process has another signature. */
function signed(signature: JsonValue): JsonObject {
  return ocsf({ actor: { process: { file: { path: 'C:\\a.exe', signature } } } });
}

describe('OCSF', () => {
  it('reads a connection', () => {
    const event = eventOf(ocsf());
    assertFields(event, CONNECTION);
    assert.deepEqual(event.logsource, { product: 'windows', category: 'network_connection' });
    assert.equal(event.source, 'ocsf');
    assert.equal(event.eventKind, '4001:1');
    assert.equal(event.timeMs, 1795169702118);
    assert.equal(event.hostKey, 'd-1');
    assert.deepEqual(event.identity, ['d-1', '4001', 'e-1']);
  });

  it('reads a launch, whose creator is the actor', () => {
    const event = eventOf(ocsfLaunch());
    assertFields(event, PROCESS);
    assert.equal(event.logsource.category, 'process_creation');
    assert.equal(event.identity, undefined);
    assert.deepEqual(eventOf(ocsf()).joinKeys, [event.joinOffer?.key]);
  });

  it('never takes the creator for the process launched', () => {
    assertFields(eventOf(ocsfLaunch({ process: null })), {
      Image: undefined,
      User: undefined,
      UserSid: undefined,
      SignatureStatus: 'Unavailable',
      Hashes: undefined,
    });
  });

  it('reads a connection of versions before 1.0, whose process stands beside the actor', () => {
    const { file, ...process } = OCSF_PROCESS;
    const fingerprints = [{ algorithm_id: 2, value: '3c'.repeat(20) }];
    const old = {
      ...process,
      path: 'C:\\old.exe',
      file: { fingerprints, signatures: [{ state_id: 2 }] },
    };
    const event = eventOf(ocsf({ process: old, actor: { user: { name: 'al' } } }));
    assert.equal(typeof file, 'object');
    assertFields(event, {
      Image: 'C:\\old.exe',
      ProcessGuid: 'u-7520',
      Hashes: `SHA1=${'3C'.repeat(20)}`,
      SignatureStatus: 'Invalid',
      User: 'CORP\\al',
    });
    assertFields(eventOf(ocsf({ process: OCSF_PROCESS, actor: null })), CONNECTION);
  });

  it('has a test for every row', () => {
    const { tables, derived } = adapterOf('ocsf');
    for (const { rows } of tables) assertCovered(rows, derived, CONNECTION);
  });

  const KINDS: readonly (readonly [JsonObject, string?])[] = [
    [{ activity_id: '1', class_uid: '4001' }, 'network_connection'],
    [{ activity_id: 4 }, 'network_connection'],
    [{ activity_id: 5 }, 'network_connection'],
    [{ activity_id: 6 }, 'network_connection'],
    [{ activity_id: 2 }],
    [{ activity_id: 7 }],
    [{ activity_id: null, type_uid: 400101 }, 'network_connection'],
    [{ activity_id: null, type_uid: 300201 }],
    [{ class_uid: 1007, activity_id: 2 }, 'process_termination'],
    [{ class_uid: 1007, activity_id: 3 }],
    [{ class_uid: 3002 }],
  ];
  for (const [more, category] of KINDS) {
    it(`${JSON.stringify(more)} is ${category ?? 'of no category'}`, () => {
      assert.equal(eventOf(ocsf(more)).logsource.category, category);
    });
  }

  it('takes the actor for the process of an event that opens another', () => {
    const event = eventOf(ocsfLaunch({ activity_id: 3 }));
    assertFields(event, { ProcessGuid: 'u-5776', Image: 'C:\\Windows\\cmd.exe' });
  });

  const PRODUCTS: readonly (readonly [JsonObject, string | undefined])[] = [
    [{ device: { os: { type_id: 200 } } }, 'linux'],
    [{ device: { os: { type: 'macOS' } } }, 'macos'],
    [{ device: { os: { type_id: 99, type: 'BeOS' } } }, undefined],
    [{ device: { uid: 'd' } }, 'windows'],
    [{ device: {}, actor: { process: { file: { path: '/usr/bin/curl' } } } }, undefined],
    [{ device: {}, actor: {} }, undefined],
  ];
  for (const [more, product] of PRODUCTS) {
    it(`${JSON.stringify(more)} is product ${product}`, () => {
      assert.equal(eventOf(ocsf(more)).logsource.product, product);
    });
  }

  const DIRECTIONS: readonly (readonly [JsonValue, string | undefined])[] = [
    [{ direction_id: 1, direction: 'Outbound' }, 'false'],
    [{ direction_id: '2' }, 'true'],
    [{ direction_id: 99, direction: 'Outbound' }, 'true'],
    [{ direction: 'INBOUND' }, 'false'],
    [{ direction_id: 3, direction: 'Outbound' }, undefined],
    [{ direction_id: {} }, undefined],
    [null, undefined],
  ];
  for (const [connection_info, initiated] of DIRECTIONS) {
    it(`${JSON.stringify(connection_info)} is Initiated ${initiated}`, () => {
      assert.equal(eventOf(ocsf({ connection_info })).field('Initiated'), initiated);
    });
  }

  const SIGNATURES: readonly (readonly [JsonValue, string, string?])[] = [
    [
      { state_id: 1, certificate: { subject: 'CN="Example, Inc.", O=x' } },
      'Valid',
      'Example, Inc.',
    ],
    [{ state_id: '1', certificate: { subject: 'Example Ltd' } }, 'Valid', 'Example Ltd'],
    [{ state: 'Valid', certificate: { subject: 'O=a CN=b, CN=c' } }, 'Valid', 'c'],
    [{ state_id: 1, certificate: { subject: 'CN=b, CN=c' } }, 'Valid', 'CN=b, CN=c'],
    [{ state_id: 99, state: 'Unsigned', certificate: { subject: 'CN=a' } }, 'Unsigned'],
    ...[2, 3, 4, 6, 7, 8, 9, 10].map((state_id) => [{ state_id }, 'Invalid'] as const),
    [{ state_id: 5, state: 'Valid' }, 'Unavailable'],
    [{ state_id: 0, state: 'expired' }, 'Invalid'],
    [{ algorithm_id: 4, certificate: { subject: 'CN=a' } }, 'Unavailable', 'a'],
    [[{ algorithm_id: 4 }, { state_id: 1 }], 'Unavailable'],
    [{ state_id: [1] }, 'Unavailable'],
    [{ state_id: 1, certificate: { subject: 'CN='.repeat(1_000) } }, 'Valid', 'CN='.repeat(1_000)],
    ['Valid', 'Unavailable'],
    [null, 'Unavailable'],
  ];
  for (const [signature, status, signer] of SIGNATURES) {
    it(`signature ${JSON.stringify(signature).slice(0, 90)} is ${status}`, () => {
      assertFields(eventOf(signed(signature)), { SignatureStatus: status, Signature: signer });
    });
  }

  it('takes only a SID for one, and knows service accounts by name', () => {
    const sidOf = (user: JsonObject) =>
      eventOf(ocsf({ actor: { process: {}, user } })).field('UserSid');
    assert.equal(sidOf({ uid: '501', name: 'al' }), undefined);
    assert.equal(sidOf({ domain: 'NT AUTHORITY', name: 'LOCAL SERVICE' }), 'S-1-5-19');
  });

  it('knows times, hosts and processes that are stated otherwise', () => {
    const dated = eventOf(ocsf({ time: null, time_dt: '2026-11-20T10:15:02.118Z' }));
    assert.equal(dated.timeMs, Date.UTC(2026, 10, 20, 10, 15, 2, 118));
    assert.equal(eventOf(ocsf({ device: { name: 'WS-9' } })).hostKey, 'ws-9');
    assert.equal(eventOf(ocsf({ device: [] })).hostKey, '-');
    const { uid, ...process } = OCSF_PROCESS;
    assert.equal(uid, 'u-7520');
    assert.equal(eventOf(ocsf({ actor: { process } })).entityKey, 'pid:7520@1795169701016');
  });

  it('is unattributed without a program, as a firewall’s', () => {
    assert.equal(eventOf(ocsf({ actor: null })).isAttributed, false);
  });

  it('claims no record without class and activity', () => {
    const cases = [{ class_uid: 4001 }, { activity_id: 1 }, { class_uid: 'x', activity_id: 1 }];
    for (const record of [
      ...cases,
      { class_uid: 1, activity_id: 1 },
      { class_uid: {}, activity_id: 1 },
    ]) {
      assert.equal(createRegistry().read(record).kind, 'unrecognised');
    }
  });
});
