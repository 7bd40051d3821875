// Cortex XDR's forwarded events in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { cortex, cortexConnection, cortexStart } from './agent-records.ts';
import { adapterOf, assertCovered, assertFields, type FieldValues } from './field-values.ts';
import { eventOf } from './records.ts';

const HASHES = `MD5=${'1D'.repeat(16)},SHA256=${'A5'.repeat(32)}`;

const CONNECTION: FieldValues = {
  Computer: 'ws-17',
  Image: 'C:\\Users\\al\\scan.exe',
  CommandLine: 'scan.exe /t',
  ProcessId: '7520',
  ProcessGuid: 'AdmX-7520',
  User: 'CORP\\al',
  UserSid: 'S-1-5-21-1-2-3-1105',
  LogonId: '1003',
  Hashes: HASHES,
  Initiated: 'true',
  SourceIp: ['192.0.2.17'],
  SourcePort: [58192],
  DestinationIp: ['192.0.2.9'],
  DestinationPort: ['445'],
  Protocol: 'tcp',
  SignatureStatus: 'Unavailable',
  ImageLoaded: undefined,
};

const START: FieldValues = {
  Computer: 'ws-17',
  Image: 'C:\\Users\\al\\scan.exe',
  CommandLine: 'scan.exe /t',
  ProcessId: 7520,
  ProcessGuid: 'AdmX-7520',
  User: 'CORP\\al',
  UserSid: 'S-1-5-21-1-2-3-1105',
  IntegrityLevel: 'Medium',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  ParentCommandLine: 'cmd.exe',
  ParentProcessId: 5776,
  ParentProcessGuid: 'AdmX-5776',
  ParentUser: 'NT AUTHORITY\\SYSTEM',
  Hashes: HASHES,
  SignatureStatus: 'Valid',
  Signature: 'Example Ltd',
  Signed: 'true',
};

describe('Cortex XDR', () => {
  it('reads a connection, also from single-element arrays', () => {
    const event = eventOf(cortexConnection());
    assertFields(event, CONNECTION);
    assert.deepEqual(event.logsource, { product: 'windows', category: 'network_connection' });
    assert.equal(event.source, 'cortex-xdr');
    assert.equal(event.eventKind, 'network:network_stream_connect');
    assert.equal(event.timeMs, Date.UTC(2026, 10, 20, 10, 15, 2, 118));
    assert.equal(event.hostKey, 'a8f5');
    assert.equal(event.entityKey, 'AdmX-7520');
    assert.equal(event.identity, undefined);
  });

  it('reads a start, whose creator is the actor', () => {
    const event = eventOf(cortexStart());
    assertFields(event, START);
    assert.deepEqual(eventOf(cortexConnection()).joinKeys, [event.joinOffer?.key]);
  });

  const more = {
    action_module_path: 'C:\\a.dll',
    action_module_md5: 'bb'.repeat(16),
    action_module_signature_status: 'Unsigned',
    action_file_path: ['C:\\b.txt'],
  };
  const LOAD: FieldValues = {
    ImageLoaded: 'C:\\a.dll',
    TargetFilename: ['C:\\b.txt'],
    Hashes: `MD5=${'BB'.repeat(16)}`,
    SignatureStatus: 'Unsigned',
    Signed: 'false',
    Signature: undefined,
  };
  it('reads of a module load what is said of the module', () => {
    assertFields(eventOf(cortex(6, more)), LOAD);
  });

  it('has a test for every row', () => {
    const { tables, derived } = adapterOf('cortex-xdr');
    assertCovered(tables[0]?.rows ?? [], [], START);
    assertCovered(tables[1]?.rows ?? [], derived, CONNECTION, LOAD, START);
  });

  const KINDS: readonly (readonly [JsonValue, JsonValue, string?])[] = [
    [['process-start'], 'remote-access', 'process_creation'],
    ['process-stop', null, 'process_termination'],
    ['PROCESS', 'PROCESS_STOP', 'process_termination'],
    ['ENUM.PROCESS', 'ENUM.PROCESS_START', 'process_creation'],
    [1, 1, 'process_creation'],
    ['1', '2', 'process_termination'],
    [1, 3],
    ['process', null],
    [2, 1, 'network_connection'],
    ['network', null, 'network_connection'],
    ['network', 'NETWORK_STREAM_LISTEN'],
    ['network', 'NETWORK_DNS_QUERY'],
    [6, 1, 'image_load'],
    ['LOAD_IMAGE', null, 'image_load'],
    [3, 1],
    ['registry', 'set'],
    ['toString', 'constructor'],
  ];
  for (const [event_type, event_sub_type, category] of KINDS) {
    it(`${JSON.stringify([event_type, event_sub_type])} is ${category ?? 'of no category'}`, () => {
      const event = eventOf(cortex('x', { event_type, event_sub_type }));
      assert.equal(event.logsource.category, category);
    });
  }

  it('swaps the ends where this host is the server, and knows none without a direction', () => {
    assertFields(eventOf(cortexConnection({ action_network_is_server: 'true' })), {
      Initiated: 'false',
      SourceIp: ['192.0.2.9'],
      SourcePort: ['445'],
      DestinationIp: ['192.0.2.17'],
      DestinationPort: [58192],
    });
    for (const action_network_is_server of [null, '', 'perhaps', 1, {}]) {
      assertFields(eventOf(cortexConnection({ action_network_is_server })), {
        Initiated: undefined,
        DestinationIp: undefined,
        DestinationPort: undefined,
      });
    }
  });

  const STATUSES: readonly (readonly [JsonValue, string])[] = [
    ['SIGNED', 'Valid'],
    ['ENUM.SIGNED', 'Valid'],
    ['SIGNED_VERIFIED', 'Valid'],
    [['Verified'], 'Valid'],
    [['Unsigned', 'Signed'], 'Unsigned'],
    ['SIGNED_INVALID', 'Invalid'],
    ['Invalid Signature', 'Invalid'],
    ['Revoked', 'Invalid'],
    ['Signature Fail', 'Invalid'],
    ['Weak Hash', 'Invalid'],
    ['N/A', 'Unavailable'],
    ['UNSUPPORTED', 'Unavailable'],
    [1, 'Unavailable'],
    [null, 'Unavailable'],
    [{}, 'Unavailable'],
  ];
  for (const [action_process_signature_status, status] of STATUSES) {
    it(`signature ${JSON.stringify(action_process_signature_status)} is ${status}`, () => {
      const event = eventOf(cortexStart({ action_process_signature_status }));
      assert.equal(event.field('SignatureStatus'), status);
      assert.equal(event.field('Signature'), status === 'Unsigned' ? undefined : 'Example Ltd');
    });
  }

  const FIELDS: readonly (readonly [JsonObject, string, unknown])[] = [
    [{ action_network_protocol: 17 }, 'Protocol', 'udp'],
    [{ action_network_protocol: 'TCP' }, 'Protocol', 'tcp'],
    [{ action_network_protocol: 'HTTP' }, 'Protocol', 'http'],
    [
      { os_actor_primary_user_sid: null, os_actor_primary_username: 'NT AUTHORITY\\SYSTEM' },
      'UserSid',
      'S-1-5-18',
    ],
    [{ action_remote_ip: {} }, 'DestinationIp', undefined],
  ];
  for (const [changes, field, value] of FIELDS) {
    it(`${JSON.stringify(changes)}: ${field} is ${value}`, () => {
      assert.equal(eventOf(cortexConnection(changes)).field(field), value);
    });
  }

  it('reads epoch ms, and no nonsense', () => {
    const timeOf = (event_timestamp: JsonValue) =>
      eventOf(cortexConnection({ event_timestamp })).timeMs;
    assert.equal(timeOf(1795169702118), 1795169702118);
    assert.equal(timeOf([1795169702118]), 1795169702118);
    for (const none of [null, [], {}, 'soon', [[1]], 0]) assert.equal(timeOf(none), undefined);
  });

  it('has the product of agent_os_type, and none where that is unknown', () => {
    const productOf = (agent_os_type: JsonValue) =>
      eventOf(cortexConnection({ agent_os_type })).logsource.product;
    assert.deepEqual([1, 'AGENT_OS_LINUX', 'macOS', 9, null].map(productOf), [
      ...['windows', 'linux', 'macos'],
      ...[undefined, undefined],
    ]);
  });

  it('claims no record without type, agent or a field of the agent', () => {
    for (const missing of [{ event_type: null }, { agent_id: '' }]) {
      assert.equal(createRegistry().read(cortexConnection(missing)).kind, 'unrecognised');
    }
    assert.equal(createRegistry().read({ event_type: 1, agent_id: 'a' }).kind, 'unrecognised');
  });
});
