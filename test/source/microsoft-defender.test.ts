// Defender's rows in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, JsonValue } from '../../src/model/index.ts';
import { createRegistry, listSources } from '../../src/source/index.ts';
import { defender, eventOf } from './records.ts';

const SHA1 = '3873a1b2c3d4e5f60718293a4b5c6d7e8f901234';
const CERTIFICATE = {
  ActionType: null,
  SHA1,
  Signer: 'Example Ltd',
  IsSigned: true,
  IsTrusted: true,
};

const CATEGORIES: readonly (readonly [string, string, string | undefined])[] = [
  ...['Success', 'Attempt', 'Failed', 'Request', 'Found'].map(
    (end) => ['DeviceNetworkEvents', `Connection${end}`, 'network_connection'] as const,
  ),
  ...['Attempt', 'Acknowledged', 'Accepted'].map(
    (end) => ['DeviceNetworkEvents', `InboundConnection${end}`, 'network_connection'] as const,
  ),
  ['DeviceNetworkEvents', 'ListeningConnectionCreated', undefined],
  ['DeviceNetworkEvents', 'NetworkSignatureInspected', undefined],
  ['DeviceProcessEvents', 'ProcessCreated', 'process_creation'],
  ['DeviceProcessEvents', 'OpenProcess', undefined],
  ['DeviceImageLoadEvents', 'ImageLoaded', 'image_load'],
  ['DeviceFileEvents', 'FileCreated', 'file_event'],
  ['DeviceFileEvents', 'FileModified', 'file_event'],
  ['DeviceFileEvents', 'FileDeleted', 'file_delete'],
  ['DeviceFileEvents', 'FileRenamed', 'file_rename'],
  ['DeviceRegistryEvents', 'RegistryKeyCreated', 'registry_add'],
  ['DeviceRegistryEvents', 'RegistryKeyDeleted', 'registry_delete'],
  ['DeviceRegistryEvents', 'RegistryValueDeleted', 'registry_delete'],
  ['DeviceRegistryEvents', 'RegistryValueSet', 'registry_set'],
  ['DeviceRegistryEvents', 'RegistryKeyRenamed', 'registry_rename'],
  ['DeviceLogonEvents', 'LogonSuccess', undefined],
  ['constructor', 'toString', undefined],
];

describe('Microsoft Defender', () => {
  for (const [table, action, category] of CATEGORIES) {
    it(`${table} ${action} is ${category ?? 'of no category'}`, () => {
      const event = eventOf(defender(table, { ActionType: action }));
      assert.equal(event.logsource.category, category);
      assert.equal(event.eventKind, `${table}:${action}`);
      if (category !== undefined) assert.equal(event.logsource.product, 'windows');
    });
  }

  it('reads every row of its tables from the column named, in an envelope and bare', () => {
    const [source] = listSources({ only: 'microsoft-defender' });
    for (const [index, table] of (source?.tables ?? []).entries()) {
      const [name, action] =
        index === 0
          ? (['DeviceProcessEvents', 'ProcessCreated'] as const)
          : (['DeviceNetworkEvents', 'ConnectionSuccess'] as const);
      for (const { field, paths } of table.rows) {
        const column = paths[1] ?? '';
        const enveloped = defender(name, { ActionType: action, [column]: 'x-1' });
        const row = enveloped['properties'] as JsonObject;
        assert.equal(eventOf(enveloped).field(field), 'x-1', field);
        assert.equal(eventOf(row).field(field), 'x-1', field);
      }
    }
  });

  it('swaps the ends of an inbound connection and unmaps addresses', () => {
    const ends = ['SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort', 'Initiated'];
    const read = (action: string) => {
      const more = { ActionType: action, RemoteIP: '::ffff:192.0.2.9' };
      const event = eventOf(defender('DeviceNetworkEvents', more));
      return ends.map((field) => event.field(field));
    };
    assert.deepEqual(read('ConnectionSuccess'), ['192.0.2.17', 58192, '192.0.2.9', 445, 'true']);
    assert.deepEqual(read('InboundConnectionAccepted'), [
      ...['192.0.2.9', 445, '192.0.2.17', 58192],
      'false',
    ]);
  });

  it('takes a connection without a process for unattributed', () => {
    const more = {
      ActionType: 'ConnectionAttempt',
      InitiatingProcessId: 0,
      InitiatingProcessUniqueId: null,
      InitiatingProcessFolderPath: null,
      InitiatingProcessFileName: null,
    };
    const event = eventOf(defender('DeviceNetworkEvents', more));
    assert.deepEqual([event.isAttributed, event.entityKey], [false, undefined]);
    assert.equal(event.logsource.product, undefined);
  });

  it('never takes the signature of the parent for that of the process', () => {
    const more = { ActionType: 'ProcessCreated', InitiatingProcessSignatureStatus: 'Valid' };
    const event = eventOf(defender('DeviceProcessEvents', more));
    assert.equal(event.field('SignatureStatus'), 'Unavailable');
    assert.equal(event.field('Signed'), undefined);
  });

  for (const [more, status] of [
    [{}, 'Valid'],
    [{ IsTrusted: false }, 'Invalid'],
    [{ IsSigned: 0 }, 'Unsigned'],
    [{ IsTrusted: null }, 'Unavailable'],
  ] as const) {
    it(`a certificate row with ${JSON.stringify(more)} is ${status}`, () => {
      const row = defender('DeviceFileCertificateInfo', { ...CERTIFICATE, ...more });
      const event = eventOf(row);
      assert.equal(event.field('SignatureStatus'), status);
      assert.equal(event.field('Signature'), status === 'Unsigned' ? undefined : 'Example Ltd');
      assert.equal(event.joinOffer !== undefined, status !== 'Unavailable');
    });
  }

  it('asks for the process first and the certificate of its file second', () => {
    const connection = eventOf(
      defender('DeviceNetworkEvents', { InitiatingProcessSHA1: SHA1.toUpperCase() }),
    );
    const start = eventOf(
      defender('DeviceProcessEvents', { ActionType: 'ProcessCreated', ProcessUniqueId: '151' }),
    );
    const certificate = eventOf(defender('DeviceFileCertificateInfo', CERTIFICATE));
    assert.deepEqual(connection.joinKeys, [start.joinOffer?.key, certificate.joinOffer?.key]);
  });

  it('trusts no id that was rounded, but pid and creation time', () => {
    const more = { InitiatingProcessUniqueId: 2 ** 60 };
    const event = eventOf(defender('DeviceNetworkEvents', more));
    assert.equal(event.entityKey, 'pid:7520@2026-11-20T10:15:01.016Z');
  });

  it('is identified by device, table, report and time, else by its content', () => {
    const { identity } = eventOf(defender('DeviceNetworkEvents', { ReportId: 12 }));
    assert.deepEqual(identity, ['DeviceNetworkEvents', '68b3', '12', '2026-11-20T10:15:02.118Z']);
    assert.equal(eventOf(defender('DeviceNetworkEvents', {})).identity, undefined);
  });

  it('names user, file, module and registry value as Sysmon does', () => {
    const more = {
      FolderPath: 'C:\\a.dll',
      RegistryKey: 'HKEY_LOCAL_MACHINE\\A',
      RegistryValueName: 'b',
    };
    const of = (table: string) => eventOf(defender(table, { ...more, SHA1 }));
    assert.equal(of('DeviceFileEvents').field('TargetFilename'), 'C:\\a.dll');
    assert.equal(of('DeviceImageLoadEvents').field('ImageLoaded'), 'C:\\a.dll');
    assert.equal(of('DeviceFileEvents').field('Hashes'), `SHA1=${SHA1.toUpperCase()}`);
    assert.equal(of('DeviceRegistryEvents').field('TargetObject'), 'HKLM\\A\\b');
    assert.equal(of('DeviceNetworkEvents').field('User'), 'CORP\\al');
    assert.equal(of('DeviceNetworkEvents').field('UserSid'), 'S-1-5-21-1-2-3-1105');
  });

  it('is not taken for recognised by its category alone', () => {
    const record = { category: 'AdvancedHunting-DeviceNetworkEvents', properties: 'x' };
    assert.equal(createRegistry().read(record).kind, 'unrecognised');
  });

  it('reads the members of AdditionalFields, which is JSON as text', () => {
    const read = (AdditionalFields: JsonValue, name: string) =>
      eventOf(defender('DeviceNetworkEvents', { AdditionalFields })).field(name);
    const text = '{"Direction":"Out","Tcp Flags":2,"Id":18446744073709551615,"a":{"b":[1,2]}}';
    assert.equal(read(text, 'AdditionalFields.Direction'), 'Out');
    assert.equal(read(text, 'AdditionalFields.Tcp Flags'), 2);
    assert.equal(read(text, 'AdditionalFields.Id'), '18446744073709551615');
    assert.deepEqual(read(text, 'AdditionalFields.a.b'), [1, 2]);
    assert.equal(read(text, 'AdditionalFields'), text);
    assert.equal(read({ Direction: 'In' }, 'AdditionalFields.Direction'), 'In');
    for (const broken of ['{"Direction":', '[1]', 'null', '', null, 7, '{'.repeat(100_000)]) {
      assert.equal(read(broken, 'AdditionalFields.Direction'), undefined);
    }
  });
});
