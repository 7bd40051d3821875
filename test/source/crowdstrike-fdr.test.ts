// CrowdStrike FDR's events in Sigma's words.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { AID, FALCON_PID, fdr, fdrConnection, fdrStart, inEnvelope } from './fdr-records.ts';
import { eventOf } from './records.ts';

function read(event: LogEvent, ...fields: readonly string[]): readonly unknown[] {
  return fields.map((field) => event.field(field));
}

const ENDS = ['Initiated', 'SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort'];
const OUT = ['192.0.2.17', '60603', '192.0.2.9', '445'];
const SWAPPED = ['192.0.2.9', '445', '192.0.2.17', '60603'];

describe('CrowdStrike fields', () => {
  it('of a process start', () => {
    const start = eventOf(fdrStart());
    const expected: JsonObject = {
      Image: '\\Device\\HarddiskVolume2\\Users\\al\\scan.exe',
      CommandLine: 'scan.exe /t 192.0.2.0/24',
      OriginalFileName: 'scan.exe',
      ProcessId: '7520',
      ProcessGuid: FALCON_PID,
      ParentImage: 'cmd.exe',
      ParentProcessGuid: '10288119400',
      LogonId: '293628',
      TerminalSessionId: '2',
      UserSid: 'S-1-5-21-1-2-3-1105',
      IntegrityLevel: 'High',
      Hashes: `MD5=${'CD'.repeat(16)},SHA256=${'AB'.repeat(32)}`,
      SignatureStatus: 'Unsigned',
      Signed: 'false',
      Computer: `host ${AID}`,
    };
    for (const [field, value] of Object.entries(expected)) {
      assert.equal(start.field(field), value, field);
    }
    assert.equal(start.timeMs, 1795169701016);
    assert.equal(start.eventKind, 'ProcessRollup2');
    assert.deepEqual(start.logsource, { product: 'windows', category: 'process_creation' });
  });

  it('never take the sensor’s parent id for a pid, nor its process id', () => {
    const start = eventOf(fdrStart({ RawProcessId: null }));
    assert.equal(start.field('ParentProcessId'), undefined);
    assert.equal(eventOf(fdrConnection()).field('ProcessId'), undefined);
  });

  it('of a connection', () => {
    const event = eventOf(fdrConnection());
    assert.deepEqual(read(event, ...ENDS, 'Protocol'), ['true', ...OUT, 'tcp']);
    assert.deepEqual(read(event, 'Image', 'CommandLine', 'Signature', 'Signed'), [
      ...[undefined, undefined, undefined, undefined],
    ]);
    assert.equal(event.field('SignatureStatus'), 'Unavailable');
    assert.equal(event.field('ProcessGuid'), FALCON_PID);
    assert.equal(event.timeMs, 1795169702118);
    assert.equal(event.hostKey, AID);
    assert.equal(event.entityKey, FALCON_PID);
  });

  it('of names looked up, files, modules and registry values', () => {
    const dns = eventOf(fdr('DnsRequest', { DomainName: 'example.com', IP4Records: '192.0.2.1;' }));
    assert.deepEqual(read(dns, 'QueryName', 'QueryResults'), ['example.com', '192.0.2.1;']);
    const file = eventOf(fdr('PeFileWritten', { TargetFileName: 'C:\\a.exe' }));
    assert.equal(file.field('TargetFilename'), 'C:\\a.exe');
    const load = eventOf(fdr('ClassifiedModuleLoad', { ImageFileName: 'C:\\a.dll' }));
    assert.deepEqual(read(load, 'ImageLoaded', 'Image'), ['C:\\a.dll', undefined]);
    const data = { RegObjectName: '\\REGISTRY\\A', RegValueName: 'Run', RegStringValue: 'x' };
    const value = eventOf(fdr('AsepValueUpdate', data));
    assert.deepEqual(read(value, 'TargetObject', 'Details'), ['\\REGISTRY\\A\\Run', 'x']);
    assert.equal(
      eventOf(fdr('AsepValueUpdate', { RegObjectName: 'K' })).field('TargetObject'),
      'K',
    );
  });

  it('of the account', () => {
    const logon = eventOf(fdr('UserLogon', { LogonDomain: 'CORP', UserName: 'al' }));
    assert.equal(logon.field('User'), 'CORP\\al');
    assert.equal(eventOf(fdrStart({ UserSid: 'S-1-0-0' })).field('UserSid'), undefined);
  });

  it('are handed on under the sensor’s own names too, from an envelope as well', () => {
    for (const record of [fdrConnection(), inEnvelope(fdrConnection())]) {
      assert.equal(eventOf(record).field('ConnectionFlags'), '0');
    }
    assert.equal(eventOf(inEnvelope(fdrConnection())).field('event.RemotePort'), '445');
  });

  it('are the same inside an envelope, whose times are the pipeline’s', () => {
    for (const record of [fdrStart(), fdrConnection(), fdr('EndOfProcess')]) {
      const [bare, wrapped] = [eventOf(record), eventOf(inEnvelope(record))];
      const names = ['Image', 'CommandLine', 'ProcessId', 'Hashes', 'SignatureStatus', ...ENDS];
      assert.deepEqual(read(wrapped, ...names), read(bare, ...names));
      assert.equal(wrapped.timeMs, bare.timeMs);
      assert.deepEqual(wrapped.identity, bare.identity);
      assert.deepEqual(wrapped.joinKeys, bare.joinKeys);
      assert.equal(wrapped.eventKind, bare.eventKind);
    }
  });

  const LEVELS = [
    ['0', 'Untrusted'],
    ['4096', 'Low'],
    ['8192', 'Medium'],
    ['8448', 'MediumPlus'],
    ['12288', 'High'],
    ['16384', 'System'],
    ['20480', 'Protected'],
    ['12289', undefined],
    ['toString', undefined],
  ] as const;
  for (const [IntegrityLevel, word] of LEVELS) {
    it(`integrity ${IntegrityLevel} is ${word}`, () => {
      assert.equal(eventOf(fdrStart({ IntegrityLevel })).field('IntegrityLevel'), word);
    });
  }

  it('leave out hashes that are all zeros or no hash', () => {
    const zeros = { SHA1HashData: '0'.repeat(40), MD5HashData: 'x', SHA256HashData: '' };
    assert.equal(eventOf(fdrStart(zeros)).field('Hashes'), undefined);
    const sha1 = { SHA1HashData: 'a1'.repeat(20), MD5HashData: null, SHA256HashData: null };
    assert.equal(eventOf(fdrStart(sha1)).field('Hashes'), `SHA1=${'A1'.repeat(20)}`);
  });
});

describe('CrowdStrike directions', () => {
  const CASES: readonly (readonly [string, string | null, string | undefined, boolean])[] = [
    ['NetworkConnectIP4', '0', 'true', false],
    ['NetworkConnectIP4', null, undefined, false],
    ['NetworkConnectIP4', '1', 'false', true],
    ['NetworkConnectIP4', '2', undefined, false],
    ['NetworkConnectIP4', '3', 'true', false],
    ['NetworkConnectIP4', 'x', undefined, false],
    ['NetworkReceiveAcceptIP4', '1', 'false', true],
    ['NetworkReceiveAcceptIP4', '0', 'false', true],
    ['NetworkReceiveAcceptIP4', null, 'false', true],
  ];
  for (const [kind, ConnectionDirection, initiated, isSwapped] of CASES) {
    it(`${kind} with ${ConnectionDirection} is Initiated ${initiated}`, () => {
      const event = eventOf(fdrConnection({ ConnectionDirection }, kind));
      assert.equal(event.logsource.category, 'network_connection');
      assert.deepEqual(read(event, ...ENDS), [initiated, ...(isSwapped ? SWAPPED : OUT)]);
    });
  }

  for (const kind of ['NetworkListenIP4', 'NetworkListenIP6', 'NetworkCloseIP4']) {
    it(`${kind} is no connection`, () => {
      const event = eventOf(fdrConnection({}, kind));
      assert.deepEqual(event.logsource, { product: 'windows' });
      assert.equal(event.field('Initiated'), undefined);
      assert.equal(event.eventKind, kind);
    });
  }

  it('read IP6 addresses, and IP4 ones that an IP6 event carries', () => {
    const six = { RemoteAddressIP6: '2001:db8::9', LocalAddressIP6: '2001:db8::17' };
    const ends = ['SourceIp', 'DestinationIp'];
    const event = eventOf(fdrConnection(six, 'NetworkConnectIP6'));
    assert.deepEqual(read(event, ...ends), ['2001:db8::17', '2001:db8::9']);
    const four = eventOf(fdrConnection({ RemoteAddressIP6: '' }, 'NetworkConnectIP6'));
    assert.deepEqual(read(four, ...ends), ['192.0.2.17', '192.0.2.9']);
    const inbound = eventOf(fdrConnection(six, 'NetworkReceiveAcceptIP6'));
    assert.deepEqual(read(inbound, ...ends), ['2001:db8::9', '2001:db8::17']);
  });

  it('take port 0 for unknown and a protocol without a name as it is', () => {
    const event = eventOf(fdrConnection({ LocalPort: '0', Protocol: '47' }));
    assert.deepEqual(read(event, 'SourcePort', 'Protocol'), [undefined, '47']);
    assert.equal(eventOf(fdrConnection({ Protocol: '17' })).field('Protocol'), 'udp');
  });
});

describe('CrowdStrike categories', () => {
  const CASES: readonly (readonly [string, string | undefined])[] = [
    ['ProcessRollup2', 'process_creation'],
    ['SyntheticProcessRollup2', undefined],
    ['EndOfProcess', 'process_termination'],
    ['NetworkConnectIP6', 'network_connection'],
    ['NetworkReceiveAcceptIP6', 'network_connection'],
    ['DnsRequest', 'dns_query'],
    ['ClassifiedModuleLoad', 'image_load'],
    ['ImageHash', 'image_load'],
    ['DriverLoad', 'driver_load'],
    ['NewExecutableWritten', 'file_event'],
    ['PeFileWritten', 'file_event'],
    ['ExecutableDeleted', 'file_delete'],
    ['AsepValueUpdate', 'registry_set'],
    ['RegGenericValueUpdate', 'registry_set'],
    ['SomethingNewIn2031', undefined],
    ['constructor', undefined],
  ];
  for (const [kind, category] of CASES) {
    it(`${kind} is ${category ?? 'of no category'}, and counted by its name`, () => {
      const event = eventOf(fdr(kind));
      assert.equal(event.logsource.category, category);
      assert.equal(event.eventKind, kind);
    });
  }

  const PLATFORMS: readonly (readonly [string | null, string | undefined])[] = [
    ['Win', 'windows'],
    ['Mac', 'macos'],
    ['Lin', 'linux'],
    ['iOS', undefined],
    [null, undefined],
  ];
  for (const [event_platform, product] of PLATFORMS) {
    it(`platform ${event_platform} is product ${product}`, () => {
      assert.equal(eventOf(fdrStart({ event_platform })).logsource.product, product);
    });
  }

  it('cut a kind that would flood the counters', () => {
    assert.equal(eventOf(fdr('x'.repeat(1_000_000))).eventKind.length, 64);
  });
});

describe('CrowdStrike times', () => {
  const CASES: readonly (readonly [string, JsonObject, number | undefined])[] = [
    ['the sensor’s clock', fdrConnection(), 1795169702118],
    ['a whole second', fdrConnection({ ContextTimeStamp: '1795169702' }), 1795169702000],
    ['milliseconds', fdrConnection({ ContextTimeStamp: '1795169702118' }), 1795169702118],
    ['a number', fdrConnection({ ContextTimeStamp: 1795169702.118 }), 1795169702118],
    ['ISO', fdrConnection({ ContextTimeStamp: '2026-11-20T10:15:02.118Z' }), 1795169702118],
    ['the cloud’s clock', fdrConnection({ ContextTimeStamp: '' }), 1795169702942],
    ['nonsense', fdrConnection({ ContextTimeStamp: 'soon', timestamp: '0' }), undefined],
    ['a date of 1970', fdrConnection({ ContextTimeStamp: '1.5', timestamp: '-1' }), undefined],
    ['a FILETIME', fdrConnection({ ContextTimeStamp: '133769169021180000' }), 1795169702942],
    ['a start', fdrStart({ ContextTimeStamp: '1795169709.5' }), 1795169701016],
    ['a start without its time', fdrStart({ ProcessStartTime: null }), 1795169701640],
    [
      'a process that already ran, whose start is long ago',
      fdrStart({ ContextTimeStamp: '1795169700.5' }, 'SyntheticProcessRollup2'),
      1795169700500,
    ],
  ];
  for (const [name, record, ms] of CASES) {
    it(`of ${name}`, () => assert.equal(eventOf(record).timeMs, ms));
  }
});

describe('CrowdStrike records without event_simpleName', () => {
  const CLOUD = {
    AgentIdString: AID,
    CustomerIdString: '5687',
    EventType: 'Event_ExternalApiEvent',
    ExternalApiType: 'Event_RemoteResponseSessionStartEvent',
    UTCTimestamp: '1795169702000',
    cid: '',
  };
  const NEIGHBOUR = { MAC: 'a', MACPrefix: 'b', CurrentLocalIP: '192.0.2.5', ComputerName: 'W' };
  const INVENTORY: readonly (readonly [string, JsonObject])[] = [
    ['aidmaster', { aid: AID, cid: '5687', ComputerName: 'WS-17' }],
    ['managedassets', { aid: AID, cid: '5687', MAC: 'a', MACPrefix: 'b', GatewayIP: '192.0.2.1' }],
    ['notmanaged', { aid: AID, cid: '5687', ...NEIGHBOUR }],
    ['userinfo', { cid: '5687', UserName: 'al', UserSid_readable: 'S-1-5-21-1-2-3-1105' }],
  ];

  it('of the cloud are counted by their type, bare and in an envelope', () => {
    for (const record of [CLOUD, { aid: AID, cid: '5687', event: CLOUD }]) {
      const event = eventOf(record);
      assert.equal(event.eventKind, 'Event_RemoteResponseSessionStartEvent');
      assert.deepEqual([event.hostKey, event.timeMs], [AID, 1795169702000]);
      assert.deepEqual(event.logsource, {});
    }
    const untyped = eventOf({ ...CLOUD, ExternalApiType: null });
    assert.equal(untyped.eventKind, 'Event_ExternalApiEvent');
  });

  for (const [kind, row] of INVENTORY) {
    it(`of ${kind} are told by their columns, and only aidmaster offers a name`, () => {
      const event = eventOf(row);
      assert.equal(event.eventKind, kind);
      assert.equal(event.joinOffer !== undefined, kind === 'aidmaster');
    });
  }
});

describe('CrowdStrike identity', () => {
  it('keeps events apart that share an id, and is the same in every delivery', () => {
    const identities = [
      fdrConnection(),
      fdrConnection({ timestamp: '1795169702943' }),
      fdrConnection({}, 'NetworkConnectIP6'),
    ].map((record) => JSON.stringify(eventOf(record).identity));
    assert.equal(new Set(identities).size, 3);
    const wrapped = eventOf(inEnvelope(fdrConnection())).identity;
    assert.equal(JSON.stringify(wrapped), identities[0]);
    assert.equal(eventOf(fdrConnection({ id: null })).identity, undefined);
  });
});
