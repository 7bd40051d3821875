// Elastic Defend's events in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { elastic, elasticOf, eventOf } from './records.ts';

function read(event: LogEvent, ...fields: readonly string[]): readonly unknown[] {
  return fields.map((field) => event.field(field));
}

const REGISTRY = ['registry_event'];

const CATEGORIES: readonly (readonly [
  string,
  JsonObject,
  string | undefined,
  (readonly string[])?,
])[] = [
  ['network', { action: 'connection_attempted' }, 'network_connection'],
  ['network', { action: 'connection_accepted' }, 'network_connection'],
  ['network', { action: 'disconnect_received' }, 'network_connection'],
  ['network', { action: ['connection_attempted', 'disconnect_received'] }, 'network_connection'],
  ['network', { action: 'lookup_requested' }, 'dns_query'],
  ['network', { action: ['lookup_requested', 'lookup_result'] }, 'dns_query'],
  ['process', { action: 'start' }, 'process_creation'],
  ['process', { action: ['start', 'end'] }, 'process_creation'],
  ['process', { action: 'end' }, 'process_termination'],
  ['process', { action: 'fork' }, 'process_creation'],
  ['process', { action: ['fork', 'exec', 'end'] }, 'process_creation'],
  ['process', { type: ['start'] }, 'process_creation'],
  ['process', { type: 'end' }, 'process_termination'],
  ['process', { action: 'already_running', type: ['info'] }, undefined],
  ['file', { action: 'creation' }, 'file_event'],
  ['file', { action: 'overwrite' }, 'file_event'],
  ['file', { action: 'deletion' }, 'file_delete'],
  ['file', { action: 'rename' }, 'file_rename', ['file_event']],
  ['file', { action: 'open' }, 'file_access'],
  ['registry', { action: 'modification' }, 'registry_set', REGISTRY],
  ['registry', { action: 'creation' }, 'registry_add', REGISTRY],
  ['registry', { action: 'deletion' }, 'registry_delete', REGISTRY],
  ['registry', { action: 'query' }, undefined],
  ['library', { action: 'load', category: ['library'] }, 'image_load'],
  ['library', { action: 'load', category: ['driver'] }, 'driver_load'],
  ['security', { action: 'log_on' }, undefined],
  ['toString', { action: 'constructor' }, undefined],
];

describe('Elastic Defend categories', () => {
  for (const [dataset, action, category, more] of CATEGORIES) {
    it(`${dataset} ${JSON.stringify(action)} is ${category ?? 'of no category'}`, () => {
      const { logsource } = eventOf(elasticOf(dataset, action));
      assert.equal(logsource.category, category);
      assert.deepEqual(logsource.moreCategories, more);
      assert.equal(logsource.product, 'windows');
    });
  }

  it('takes a network event with a DNS question for a look-up, unless it is a connection', () => {
    const dns = { question: { name: 'example.com' } };
    const event = eventOf(elasticOf('network', {}, { dns }));
    assert.equal(event.logsource.category, 'dns_query');
    assert.equal(event.field('QueryName'), 'example.com');
    const connection = eventOf(elasticOf('network', { action: 'connection_attempted' }, { dns }));
    assert.equal(connection.logsource.category, 'network_connection');
  });

  const PRODUCTS: readonly (readonly [JsonObject, string | undefined])[] = [
    [{ os: { type: 'linux' } }, 'linux'],
    [{ os: { type: 'macos' } }, 'macos'],
    [{ os: { family: 'Windows' } }, 'windows'],
    [{ 'os.type': 'windows' }, 'windows'],
    [{ os: { type: 'plan9' } }, undefined],
    [{}, undefined],
  ];
  for (const [host, product] of PRODUCTS) {
    it(`host ${JSON.stringify(host)} is product ${product}`, () => {
      assert.equal(eventOf(elastic({ host })).logsource.product, product);
    });
  }
});

describe('Elastic Defend fields', () => {
  it('reads a connection', () => {
    const event = eventOf(elastic());
    assert.deepEqual(
      read(event, 'Image', 'ProcessId', 'ProcessGuid', 'User', 'UserSid', 'Computer'),
      [
        'C:\\Users\\al\\scan.exe',
        7520,
        'YWZkLTc1MjAtMTMy',
        'CORP\\al',
        'S-1-5-21-1-2-3-1105',
        'ws-17',
      ],
    );
    assert.deepEqual(
      read(
        event,
        'DestinationIp',
        'DestinationPort',
        'SourceIp',
        'SourcePort',
        'Protocol',
        'Initiated',
      ),
      ['192.0.2.9', 445, '192.0.2.17', 58192, 'tcp', 'true'],
    );
    assert.deepEqual(read(event, 'CommandLine', 'Hashes', 'Company'), [
      undefined,
      undefined,
      undefined,
    ]);
    assert.equal(event.timeMs, Date.UTC(2026, 10, 20, 10, 15, 2, 118));
    assert.equal(event.eventKind, 'network:connection_attempted');
    assert.equal(event.entityKey, 'YWZkLTc1MjAtMTMy');
  });

  it('reads a process start', () => {
    const process = {
      executable: 'C:\\Users\\al\\scan.exe',
      command_line: 'scan.exe /t 192.0.2.0/24',
      hash: { sha256: 'ab'.repeat(32), sha1: 'cd'.repeat(20), md5: 'x,SHA1=forged' },
      pe: { original_file_name: 'scan.exe' },
      parent: { executable: 'C:\\Windows\\System32\\cmd.exe', pid: 5776, entity_id: 'p' },
    };
    const event = eventOf(elasticOf('process', { action: 'start' }, { process }));
    assert.deepEqual(
      read(event, 'CommandLine', 'OriginalFileName', 'ParentImage', 'ParentProcessId'),
      ['scan.exe /t 192.0.2.0/24', 'scan.exe', 'C:\\Windows\\System32\\cmd.exe', 5776],
    );
    assert.equal(event.field('Hashes'), `SHA1=${'CD'.repeat(20)},SHA256=${'AB'.repeat(32)}`);
    const args = eventOf(
      elasticOf('process', { action: 'start' }, { process: { args: ['a', '/b'] } }),
    );
    assert.equal(args.field('CommandLine'), 'a /b');
  });

  it('prefers a literal dotted key to the nested value, and reads either', () => {
    const event = eventOf(
      elastic({ 'process.pid': 1, 'process.code_signature.exists': true, 'host.id': 'literal' }),
    );
    assert.equal(event.field('ProcessId'), 1);
    assert.equal(event.field('process.pid'), 1);
    assert.equal(event.field('process.name'), 'scan.exe');
    assert.equal(event.hostKey, 'literal');
  });

  it('takes an object where a scalar belongs for absent, and an array for any member', () => {
    const event = eventOf(elastic({ process: [{ pid: 1 }, { pid: 2 }], destination: { ip: {} } }));
    assert.deepEqual(event.field('ProcessId'), [1, 2]);
    assert.equal(event.field('DestinationIp'), undefined);
  });

  const INITIATED: readonly (readonly [JsonObject, string, string | undefined])[] = [
    [{ direction: 'egress' }, 'connection_accepted', 'true'],
    [{ direction: 'outbound' }, 'x', 'true'],
    [{ direction: 'outgoing' }, 'x', 'true'],
    [{ direction: 'INGRESS' }, 'connection_attempted', 'false'],
    [{ direction: 'inbound' }, 'x', 'false'],
    [{ direction: 'unknown' }, 'connection_attempted', 'true'],
    [{}, 'connection_accepted', 'false'],
    [{}, 'connection_attempted', 'true'],
    [{}, 'disconnect_received', undefined],
  ];
  for (const [network, action, initiated] of INITIATED) {
    it(`${JSON.stringify(network)} ${action} is Initiated ${initiated}`, () => {
      const event = eventOf(elasticOf('network', { action }, { network }));
      assert.equal(event.field('Initiated'), initiated);
    });
  }

  it('derives the SID of service accounts where user.id is missing, and of nobody else', () => {
    const service = { domain: 'NT-AUTORITÄT', name: 'Netzwerkdienst' };
    assert.equal(eventOf(elastic({ user: service })).field('UserSid'), 'S-1-5-20');
    const somebody = { domain: 'CORP', name: 'NETWORK SERVICE' };
    assert.equal(eventOf(elastic({ user: somebody })).field('UserSid'), undefined);
    assert.equal(
      eventOf(elastic({ user: { ...service, id: 'S-1-5-21-9' } })).field('UserSid'),
      'S-1-5-21-9',
    );
  });
});

describe('Elastic Defend signatures', () => {
  const CASES: readonly (readonly [JsonObject, string, string | undefined])[] = [
    [{ exists: false }, 'Unsigned', 'false'],
    [{ exists: 'false' }, 'Unsigned', 'false'],
    [{ exists: false, trusted: true }, 'Unsigned', 'false'],
    [{ status: 'noSignature' }, 'Unsigned', 'false'],
    [{ exists: true, trusted: true, status: 'trusted' }, 'Valid', 'true'],
    [{ exists: true, trusted: true }, 'Valid', 'true'],
    [{ exists: true, status: 'trusted' }, 'Valid', 'true'],
    [{ exists: true, trusted: true, status: 'errorExpired' }, 'Invalid', 'true'],
    [{ exists: true, trusted: false, status: 'errorExpired' }, 'Invalid', 'true'],
    [{ exists: true, trusted: false, status: 'errorCode_endpoint: x' }, 'Invalid', 'true'],
    [{ exists: true, trusted: false }, 'Invalid', 'true'],
    [{ exists: true, trusted: 'yes' }, 'Unavailable', 'true'],
    [{ exists: true }, 'Unavailable', 'true'],
    [{ exists: null, trusted: null }, 'Unavailable', undefined],
    [{}, 'Unavailable', undefined],
  ];
  for (const [signature, status, signed] of CASES) {
    it(`${JSON.stringify(signature)} is ${status}`, () => {
      const event = eventOf(elastic({ process: { code_signature: signature } }));
      assert.equal(event.field('SignatureStatus'), status);
      assert.equal(event.field('Signed'), signed);
    });
  }

  it('is Unavailable without code_signature, and where that is no object', () => {
    for (const code_signature of [null, 'trusted', true, [], ['trusted'], 7]) {
      assert.equal(
        eventOf(elastic({ process: { code_signature } })).field('SignatureStatus'),
        'Unavailable',
      );
    }
    assert.equal(eventOf(elastic({ process: {} })).field('SignatureStatus'), 'Unavailable');
  });

  it('names the signer, but not of a program that is unsigned', () => {
    const signer = (code_signature: JsonObject) =>
      eventOf(elastic({ process: { code_signature } })).field('Signature');
    assert.equal(
      signer({ exists: true, trusted: true, subject_name: 'Microsoft Windows' }),
      'Microsoft Windows',
    );
    assert.equal(signer({ exists: false, subject_name: 'Microsoft Windows' }), undefined);
    assert.equal(signer({ exists: true }), undefined);
  });

  it('is that of the first of several, with nothing from the others', () => {
    const statusOf = (...code_signature: readonly JsonObject[]) =>
      read(eventOf(elastic({ process: { code_signature } })), 'SignatureStatus', 'Signature');
    const microsoft = { exists: true, trusted: true, subject_name: 'Microsoft Windows' };
    assert.deepEqual(statusOf({ exists: true }, microsoft), ['Unavailable', undefined]);
    assert.deepEqual(statusOf({ exists: true, trusted: true }, microsoft), ['Valid', undefined]);
    assert.deepEqual(statusOf({}, microsoft), ['Unavailable', undefined]);
    assert.deepEqual(statusOf(microsoft, { exists: false }), ['Valid', 'Microsoft Windows']);
  });

  it('reads dotted keys', () => {
    const event = eventOf(
      elastic({
        process: { 'code_signature.exists': true, 'code_signature.trusted': true },
        'process.code_signature.subject_name': 'Example Ltd',
      }),
    );
    assert.deepEqual(read(event, 'SignatureStatus', 'Signature'), ['Valid', 'Example Ltd']);
  });

  it('is that of the library in a load event, as image_load rules mean it', () => {
    const event = eventOf(
      elasticOf(
        'library',
        { action: 'load' },
        {
          dll: {
            path: 'C:\\a.dll',
            code_signature: { exists: true, trusted: true },
            hash: { md5: 'ab'.repeat(16) },
          },
        },
      ),
    );
    assert.deepEqual(read(event, 'ImageLoaded', 'SignatureStatus', 'Hashes'), [
      'C:\\a.dll',
      'Valid',
      `MD5=${'AB'.repeat(16)}`,
    ]);
  });
});
