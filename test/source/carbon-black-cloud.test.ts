// Carbon Black Cloud's endpoint events in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventId } from '../../src/finding/index.ts';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import {
  CB_GUID,
  CB_PARENT_GUID,
  carbonBlack,
  carbonBlackOf,
  carbonBlackStart,
} from './carbon-black-records.ts';
import { adapterOf, assertCovered, assertFields, type FieldValues } from './field-values.ts';
import { eventOf } from './records.ts';

const HASHES = `MD5=${'1D'.repeat(16)},SHA256=${'A5'.repeat(32)}`;
const REGISTRY = ['registry_event'];

const CONNECTION: FieldValues = {
  Image: 'c:\\users\\al\\scan.exe',
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  ProcessId: 7520,
  ProcessGuid: CB_GUID,
  User: 'CORP\\al',
  UserSid: undefined,
  ParentImage: 'c:\\windows\\system32\\cmd.exe',
  ParentCommandLine: 'cmd.exe /c scan.exe',
  ParentProcessId: 5776,
  ParentProcessGuid: CB_PARENT_GUID,
  Computer: 'WS-17',
  Hashes: HASHES,
  Initiated: 'true',
  SourceIp: '192.0.2.17',
  SourcePort: 58192,
  DestinationIp: '192.0.2.9',
  DestinationPort: 445,
  DestinationHostname: 'files.example.com',
  Protocol: 'tcp',
  SignatureStatus: 'Unsigned',
  Signature: undefined,
  Signed: 'false',
  org_key: 'ABCD1234',
};

const START: FieldValues = {
  Image: 'c:\\users\\al\\scan.exe',
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  ProcessId: 7520,
  ProcessGuid: CB_GUID,
  User: 'CORP\\al',
  ParentImage: 'c:\\windows\\system32\\cmd.exe',
  ParentCommandLine: 'cmd.exe /c scan.exe',
  ParentProcessId: 5776,
  ParentProcessGuid: CB_PARENT_GUID,
  ParentUser: 'NT AUTHORITY\\SYSTEM',
  Hashes: HASHES,
  SignatureStatus: 'Unsigned',
  UserSid: undefined,
  TargetFilename: undefined,
};

const VALID =
  'FILE_SIGNATURE_STATE_SIGNED | FILE_SIGNATURE_STATE_VERIFIED | FILE_SIGNATURE_STATE_TRUSTED';

const LOAD: FieldValues = {
  ImageLoaded: 'c:\\windows\\system32\\fltlib.dll',
  Hashes: `SHA256=${'BB'.repeat(32)}`,
  Signature: 'Example Ltd',
  SignatureStatus: 'Valid',
  UserSid: 'S-1-5-20',
};

describe('Carbon Black Cloud fields', () => {
  it('reads a connection', () => {
    const event = eventOf(carbonBlack());
    assertFields(event, CONNECTION);
    assert.equal(event.source, 'carbon-black-cloud');
    assert.equal(event.eventKind, 'netconn:ACTION_CONNECTION_CREATE');
    assert.equal(event.timeMs, Date.UTC(2026, 10, 20, 10, 15, 2, 118));
    assert.equal(event.hostKey, '12');
    assert.equal(event.entityKey, CB_GUID);
  });

  it('reads a start, whose process is childproc_* and whose creator process_*', () => {
    const event = eventOf(carbonBlackStart());
    assertFields(event, START);
    assert.equal(event.entityKey, CB_GUID);
  });

  it('never takes the creator for the new process', () => {
    const record = carbonBlackStart({
      childproc_name: null,
      childproc_guid: null,
      childproc_pid: null,
      childproc_publisher: null,
      childproc_hash: null,
      childproc_username: null,
      target_cmdline: null,
    });
    const event = eventOf(record);
    for (const field of ['Image', 'CommandLine', 'ProcessId', 'ProcessGuid', 'User']) {
      assert.equal(event.field(field), null, field);
    }
    assertFields(event, { Hashes: undefined, SignatureStatus: 'Unavailable', UserSid: undefined });
    assert.equal(event.entityKey, undefined);
  });

  const load = carbonBlackOf('moduleload', 'ACTION_LOAD_MODULE', {
    modload_name: 'c:\\windows\\system32\\fltlib.dll',
    modload_hash: ['', 'bb'.repeat(32)],
    modload_publisher: [{ name: 'Example Ltd', state: VALID }],
    process_username: 'NT AUTHORITY\\NETWORK SERVICE',
  });
  it('reads what a module load says of the module', () => assertFields(eventOf(load), LOAD));

  const file = { TargetFilename: 'c:\\a.txt', Hashes: `MD5=${'CC'.repeat(16)}` };
  it('reads what a file event says of the file', () => {
    const more = { filemod_name: 'c:\\a.txt', filemod_hash: ['cc'.repeat(16), ''] };
    assertFields(eventOf(carbonBlackOf('filemod', 'ACTION_FILE_CREATE', more)), file);
  });

  const registry = { TargetObject: 'HKLM\\SOFTWARE\\Example\\Run' };
  it('reads the key of a registry event', () => {
    const more = { regmod_name: 'HKLM\\SOFTWARE\\Example\\Run' };
    assertFields(eventOf(carbonBlackOf('regmod', 'ACTION_WRITE_VALUE', more)), registry);
  });

  it('has a test for every row', () => {
    const { tables, derived } = adapterOf('carbon-black-cloud');
    assertCovered(tables[0]?.rows ?? [], [], START);
    assertCovered(tables[1]?.rows ?? [], derived, CONNECTION, LOAD, file, registry);
  });

  it('swaps the ends of an inbound connection, whose remote port is the peer’s', () => {
    assertFields(eventOf(carbonBlack({ netconn_inbound: true })), {
      Initiated: 'false',
      SourceIp: '192.0.2.9',
      SourcePort: 445,
      DestinationIp: '192.0.2.17',
      DestinationPort: 58192,
      DestinationHostname: undefined,
    });
  });

  it('knows neither direction nor ends where netconn_inbound says nothing', () => {
    for (const netconn_inbound of [null, '', 'maybe', 1, {}, []]) {
      assertFields(eventOf(carbonBlack({ netconn_inbound })), {
        Initiated: undefined,
        DestinationPort: undefined,
        DestinationIp: undefined,
        SourcePort: undefined,
        SourceIp: undefined,
      });
    }
  });

  it('takes an object where a scalar belongs for absent', () => {
    const event = eventOf(carbonBlack({ remote_ip: {}, process_path: {}, process_pid: { a: 1 } }));
    assertFields(event, { DestinationIp: undefined, Image: undefined, ProcessId: undefined });
  });

  it('tells digests apart by their length, in whichever order', () => {
    const hashesOf = (process_hash: JsonValue) =>
      eventOf(carbonBlack({ process_hash })).field('Hashes');
    assert.equal(hashesOf(['a5'.repeat(32), '1d'.repeat(16)]), HASHES);
    assert.equal(hashesOf('3c'.repeat(20)), `SHA1=${'3C'.repeat(20)}`);
    for (const none of [null, [], ['', ''], ['xyz'], ['zz'.repeat(16)], {}, 7]) {
      assert.equal(hashesOf(none), undefined);
    }
  });

  it('takes a device name without a domain as it is', () => {
    assert.equal(eventOf(carbonBlack({ device_name: 'WS-17' })).field('Computer'), 'WS-17');
    assert.equal(eventOf(carbonBlack({ device_name: null })).field('Computer'), undefined);
  });
});

const CATEGORIES: readonly (readonly [string, string | null, string?, (readonly string[])?])[] = [
  ['netconn', 'ACTION_CONNECTION_CREATE', 'network_connection'],
  ['netconn', 'ACTION_CONNECTION_CREATE | ACTION_CONNECTION_ESTABLISHED', 'network_connection'],
  ['netconn', 'ACTION_CONNECTION_LISTEN'],
  ['netconn', null],
  ['netconn_proxy', 'ACTION_CONNECTION_CREATE'],
  ['procstart', 'ACTION_CREATE_PROCESS', 'process_creation'],
  ['procstart', 'ACTION_PROCESS_DISCOVERED'],
  ['procend', 'ACTION_PROCESS_TERMINATE', 'process_termination'],
  ['moduleload', 'ACTION_LOAD_MODULE', 'image_load'],
  ['filemod', 'ACTION_FILE_CREATE', 'file_event'],
  ['filemod', 'ACTION_FILE_LAST_WRITE', 'file_event'],
  ['filemod', 'ACTION_FILE_DELETE', 'file_delete'],
  ['filemod', 'ACTION_FILE_RENAME', 'file_rename', ['file_event']],
  ['filemod', 'ACTION_FILE_MOD_OPEN | ACTION_FILE_OPEN_DELETE'],
  ['regmod', 'ACTION_CREATE_KEY', 'registry_add', REGISTRY],
  ['regmod', 'ACTION_WRITE_VALUE', 'registry_set', REGISTRY],
  ['regmod', 'ACTION_DELETE_VALUE', 'registry_delete', REGISTRY],
  ['regmod', 'ACTION_RENAME_KEY', 'registry_rename', REGISTRY],
  ['regmod', 'ACTION_LOAD_KEY'],
  ['crossproc', 'ACTION_OPEN_PROCESS_HANDLE'],
  ['scriptload', 'ACTION_LOAD_SCRIPT'],
  ['toString', 'constructor'],
];

describe('Carbon Black Cloud categories', () => {
  for (const [kind, action, category, more] of CATEGORIES) {
    it(`${kind} ${action} is ${category ?? 'of no category'}`, () => {
      const { logsource } = eventOf(carbonBlackOf(kind, action));
      assert.equal(logsource.category, category);
      assert.deepEqual(logsource.moreCategories, more);
    });
  }

  it('has the product of device_os, else of a drive in the path', () => {
    const productOf = (device_os: JsonValue) =>
      eventOf(carbonBlack({ device_os, process_path: '/bin/sh' })).logsource.product;
    assert.equal(eventOf(carbonBlack({ device_os: null })).logsource.product, 'windows');
    assert.deepEqual(['WINDOWS', 'MAC', 'LINUX', 'OTHER', null, {}].map(productOf), [
      ...['windows', 'macos', 'linux'],
      ...[undefined, undefined, undefined],
    ]);
  });

  it('names a kind of event that it does not know, cut to a name’s length', () => {
    const event = eventOf(carbonBlackOf('x'.repeat(100), 'A'));
    assert.equal(event.eventKind, 'x'.repeat(64));
    assert.deepEqual(event.logsource, {});
  });
});

describe('Carbon Black Cloud signatures', () => {
  const flags = (...names: readonly string[]) =>
    names.map((name) => `FILE_SIGNATURE_STATE_${name}`).join(' | ');
  const CASES: readonly (readonly [JsonValue, string, string | undefined, string?])[] = [
    [[{ name: 'A', state: VALID }], 'Valid', 'true', 'A'],
    [
      [{ name: 'A', state: flags('SIGNED', 'VERIFIED', 'OS', 'CATALOG_SIGNED') }],
      'Valid',
      'true',
      'A',
    ],
    [[{ name: 'A', state: flags('SIGNED', 'VERIFIED') }], 'Unavailable', undefined, 'A'],
    [[{ name: 'A', state: flags('SIGNED') }], 'Invalid', 'true', 'A'],
    [[{ name: 'A', state: flags('SIGNED', 'TRUSTED') }], 'Invalid', 'true', 'A'],
    [
      [{ name: 'A', state: flags('SIGNED', 'VERIFIED', 'TRUSTED', 'INVALID') }],
      'Invalid',
      'true',
      'A',
    ],
    [[{ state: flags('NOT_SIGNED') }], 'Unsigned', 'false'],
    [[{ name: 'A', state: flags('NOT_SIGNED', 'VERIFIED', 'TRUSTED') }], 'Unsigned', 'false'],
    [[{ name: 'A' }], 'Unavailable', undefined, 'A'],
    [[{ name: 'A', state: flags('TRUSTED', 'OS') }], 'Unavailable', undefined, 'A'],
    [[{}, { name: 'A', state: VALID }], 'Unavailable', undefined],
    [{ name: 'A', state: VALID }, 'Valid', 'true', 'A'],
    [[], 'Unavailable', undefined],
    [null, 'Unavailable', undefined],
    [VALID, 'Unavailable', undefined],
    [[VALID], 'Unavailable', undefined],
    [[{ state: `${VALID} |`.repeat(20_000) }], 'Unavailable', undefined],
  ];
  for (const [process_publisher, status, signed, signer] of CASES) {
    it(`${JSON.stringify(process_publisher).slice(0, 120)} is ${status}`, () => {
      assertFields(eventOf(carbonBlack({ process_publisher })), {
        SignatureStatus: status,
        Signed: signed,
        Signature: signer,
      });
    });
  }
});

describe('Carbon Black Cloud times, hosts and identity', () => {
  const at = Date.UTC(2026, 10, 20, 10, 15, 2);
  const TIMES: readonly (readonly [JsonValue, number | undefined])[] = [
    ['2026-11-20 10:15:02.1187654 +0000 UTC', at + 118],
    ['2026-11-20 10:15:02 +0000 UTC', at],
    ['2026-11-20 12:15:02.5 +0200 CEST', at + 500],
    ['2026-11-20T10:15:02.118Z', at + 118],
    ['0001-01-01 00:00:00 +0000 UTC', undefined],
    ['2026-02-30 10:15:02 +0000 UTC', undefined],
    ['yesterday', undefined],
    [' '.repeat(1_000_000), undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [device_timestamp, ms] of TIMES) {
    it(`${JSON.stringify(device_timestamp).slice(0, 50)} is ${ms}`, () => {
      assert.equal(eventOf(carbonBlack({ device_timestamp })).timeMs, ms);
    });
  }

  it('joins a connection to its start, by process_guid and childproc_guid', () => {
    const offer = eventOf(carbonBlackStart()).joinOffer;
    assert.deepEqual(eventOf(carbonBlack()).joinKeys, [offer?.key]);
    const discovered = eventOf(carbonBlackStart({ action: 'ACTION_PROCESS_DISCOVERED' }));
    assert.equal(discovered.joinOffer?.key, offer?.key);
    assert.equal(eventOf(carbonBlack()).joinOffer, undefined);
  });

  it('has one id however often it was sent, and another for another event', () => {
    const idOf = (more: JsonObject) => eventId(eventOf(carbonBlack(more)));
    assert.equal(eventOf(carbonBlack()).identity, undefined);
    assert.equal(idOf({}), idOf({ backend_timestamp: '2026-11-20 11:00:00 +0000 UTC' }));
    assert.notEqual(idOf({}), idOf({ local_port: 58193 }));
  });

  it('is unattributed without a program, but not where pid 4 is the kernel', () => {
    const isAttributed = (more: JsonObject) => eventOf(carbonBlack(more)).isAttributed;
    assert.equal(isAttributed({}), true);
    assert.equal(isAttributed({ process_path: null }), false);
    assert.equal(isAttributed({ process_path: null, process_pid: 4 }), true);
  });
});

describe('Carbon Black Cloud recognition', () => {
  const CASES: readonly (readonly [JsonObject, string])[] = [
    [{ type: 'endpoint.event.netconn', process_guid: 'a' }, 'events'],
    [{ type: 'endpoint.event.x', device_id: 1 }, 'events'],
    [{ type: 'endpoint.event.netconn' }, 'unrecognised'],
    [{ type: ['endpoint.event.netconn'], org_key: 'a' }, 'unrecognised'],
    [{ type: 'CB_ANALYTICS', org_key: 'a', device_id: 1 }, 'unrecognised'],
    [{ type: 'watchlist.hit', org_key: 'a', process_guid: 'b' }, 'unrecognised'],
  ];
  for (const [record, kind] of CASES) {
    it(`${JSON.stringify(record)}: ${kind}`, () => {
      assert.equal(createRegistry().read(record).kind, kind);
    });
  }
});

describe('The host of Carbon Black Cloud', () => {
  const CASES: readonly (readonly [JsonObject, string])[] = [
    [{}, '12'],
    [{ device_id: 12 }, '12'],
    [{ device_id: null }, '4051669'],
    [{ device_id: '', process_guid: 'x' }, 'corp\\ws-17'],
    [{ device_id: null, process_guid: null, device_name: null }, '-'],
  ];
  for (const [more, hostKey] of CASES) {
    it(`of ${JSON.stringify(more)} is ${hostKey}`, () => {
      assert.equal(eventOf(carbonBlack(more)).hostKey, hostKey);
    });
  }

  it('is not needed to find a start: the process id holds the device', () => {
    const start = eventOf(carbonBlackStart({ device_id: null, device_name: null, org_key: null }));
    assert.deepEqual(eventOf(carbonBlack()).joinKeys, [start.joinOffer?.key]);
    assert.deepEqual(eventOf(carbonBlack({ process_guid: null })).joinKeys, []);
  });
});
