// LimaCharlie's events in Sigma's words: one record, one event for each connection in it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventId } from '../../src/finding/index.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type LogEvent,
} from '../../src/model/index.ts';
import {
  ATOM,
  HASH,
  lima,
  limaConnections,
  limaStart,
  member,
  OWN_ATOM,
  PARENT_ATOM,
  SENSOR,
} from './lima-records.ts';
import { eventOf, eventsOf } from './records.ts';

function read(event: LogEvent, ...fields: readonly string[]): readonly unknown[] {
  return fields.map((field) => event.field(field));
}

const ENDS = ['SourceIp', 'SourcePort', 'DestinationIp', 'DestinationPort', 'Initiated'];

describe('LimaCharlie connections', () => {
  const TWO = [
    member('192.0.2.9', 80),
    member('198.51.100.7', 445, { IS_OUTGOING: 0, PROTOCOL: 'udp6' }),
  ];

  it('are one event each, with nothing of the other', () => {
    const [web, smb, ...more] = eventsOf(limaConnections(TWO));
    assert.ok(web !== undefined && smb !== undefined && more.length === 0);
    assert.deepEqual(read(web, ...ENDS, 'Protocol'), [
      ...['192.0.2.17', 58192, '192.0.2.9', 80, 'true', 'tcp'],
    ]);
    assert.deepEqual(read(smb, ...ENDS, 'Protocol'), [
      ...['192.0.2.17', 58192, '198.51.100.7', 445, 'false', 'udp'],
    ]);
    assert.deepEqual([web.element, smb.element], [0, 1]);
    assert.equal(web.record, smb.record);
  });

  it('keep to themselves under the vendor’s paths and as keywords', () => {
    const [web, smb] = eventsOf(limaConnections(TWO));
    const path = 'event.NETWORK_ACTIVITY.DESTINATION.PORT';
    assert.equal(web?.field(path), 80);
    assert.equal(smb?.field(path), 445);
    assert.equal([...(web?.leaves() ?? [])].includes('198.51.100.7'), false);
    assert.equal([...(smb?.leaves() ?? [])].includes('198.51.100.7'), true);
    assert.equal([...(smb?.leaves() ?? [])].includes('scan.exe /t 192.0.2.0/24'), true);
  });

  it('have the process in common', () => {
    for (const event of eventsOf(limaConnections(TWO))) {
      assert.deepEqual(read(event, 'Image', 'CommandLine', 'ProcessId', 'User', 'Computer'), [
        'C:\\Users\\al\\scan.exe',
        'scan.exe /t 192.0.2.0/24',
        7520,
        'CORP\\al',
        'ws-17.example.com',
      ]);
      assert.equal(event.isAttributed, true);
      assert.equal(event.logsource.category, 'network_connection');
      assert.equal(event.entityKey, 'img:C:\\Users\\al\\scan.exe|pid:7520');
      assert.equal(event.field('ProcessGuid'), ATOM);
      assert.equal(event.hostKey, SENSOR);
    }
  });

  it('have an identity each', () => {
    const ids = eventsOf(limaConnections(TWO)).map(eventId);
    assert.equal(new Set(ids).size, 2);
    const [first] = eventsOf(limaConnections(TWO));
    assert.deepEqual(first?.identity, [SENSOR, '8cec565d-0000-4000-8000-4fc8d5420b0c']);
    const [unnumbered] = eventsOf(limaConnections(TWO, {}, { event_id: null }));
    assert.equal(unnumbered?.identity, undefined);
  });

  const LISTS: readonly (readonly [JsonValue, number])[] = [
    [[], 1],
    [null, 1],
    ['x', 1],
    [member('192.0.2.9', 445), 1],
    [[null, 7, 'x', [member('192.0.2.9', 445)]], 4],
  ];
  for (const [list, count] of LISTS) {
    it(`of ${JSON.stringify(list)?.slice(0, 40)} are ${count}, none of them another’s`, () => {
      const event = { FILE_PATH: 'a', NETWORK_ACTIVITY: list };
      const events = eventsOf(lima('NETWORK_CONNECTIONS', event));
      assert.equal(events.length, count);
      const ports = events.flatMap((one) => one.field('DestinationPort') ?? []);
      assert.deepEqual(ports, isJsonObject(list) ? [445] : []);
    });
  }

  it('keep their place beside a member that is none', () => {
    const broken = limaConnections([]);
    const NETWORK_ACTIVITY = ['x', member('192.0.2.9', 445)];
    const events = eventsOf({ ...broken, event: { NETWORK_ACTIVITY } });
    assert.deepEqual(
      events.map((event) => [event.element, event.field('DestinationPort')]),
      [
        [0, undefined],
        [1, 445],
      ],
    );
  });
});

describe('LimaCharlie single connections', () => {
  const single = (event: JsonObject, routing: JsonObject = {}) =>
    eventOf(lima('NEW_TCP4_CONNECTION', { PROCESS_ID: 7520, ...event }, routing));
  const { SOURCE = null, DESTINATION = null } = member('192.0.2.9', 445);

  it('are read from the event itself', () => {
    const event = single({ SOURCE, DESTINATION });
    assert.deepEqual(read(event, ...ENDS, 'Protocol'), [
      ...['192.0.2.17', 58192, '192.0.2.9', 445, 'true', 'tcp'],
    ]);
    assert.equal(event.element, undefined);
    assert.equal(event.isAttributed, false);
    const keys = [OWN_ATOM, ATOM].map((atom) => JSON.stringify(['process', SENSOR, atom, '7520']));
    assert.deepEqual(event.joinKeys, keys);
  });

  const DIRECTIONS: readonly (readonly [JsonObject, JsonObject, string | undefined])[] = [
    [{ IS_OUTGOING: 1 }, {}, 'true'],
    [{ IS_OUTGOING: '1' }, {}, 'true'],
    [{ IS_OUTGOING: true }, {}, 'true'],
    [{ IS_OUTGOING: 0 }, {}, 'false'],
    [{ IS_OUTGOING: 7 }, { int_ip: '203.0.113.1' }, undefined],
    [{}, {}, 'true'],
    [{}, { int_ip: '192.0.2.9' }, 'false'],
    [{}, { int_ip: '203.0.113.1' }, undefined],
    [{}, { int_ip: null }, undefined],
    [{ SOURCE: DESTINATION }, { int_ip: '192.0.2.9' }, undefined],
  ];
  for (const [event, routing, initiated] of DIRECTIONS) {
    it(`${JSON.stringify(event)} on ${JSON.stringify(routing)} is Initiated ${initiated}`, () => {
      const connection = single({ SOURCE, DESTINATION, ...event }, routing);
      assert.equal(connection.field('Initiated'), initiated);
    });
  }

  it('are told by the address on single connections alone: a list states the direction', () => {
    const [event] = eventsOf(limaConnections([member('192.0.2.9', 445, { IS_OUTGOING: null })]));
    assert.equal(event?.field('Initiated'), undefined);
  });

  it('of the kernel are known by its pid', () => {
    assert.equal(single({ SOURCE, DESTINATION, PROCESS_ID: 4 }).isAttributed, true);
  });
});

describe('LimaCharlie fields', () => {
  it('of a process start', () => {
    const start = eventOf(limaStart());
    const expected: JsonObject = {
      Image: 'C:\\Users\\al\\scan.exe',
      CommandLine: 'scan.exe /t 192.0.2.0/24',
      ProcessId: 7520,
      ProcessGuid: ATOM,
      User: 'CORP\\al',
      ParentImage: 'C:\\Windows\\System32\\cmd.exe',
      ParentCommandLine: 'cmd.exe',
      ParentProcessId: 5776,
      ParentProcessGuid: PARENT_ATOM,
      ParentUser: 'CORP\\al',
      Computer: 'ws-17.example.com',
      Hashes: `SHA256=${HASH.toUpperCase()}`,
      SignatureStatus: 'Unavailable',
    };
    for (const [field, value] of Object.entries(expected)) {
      assert.equal(start.field(field), value, field);
    }
    assert.equal(start.timeMs, 1795169701016);
    assert.deepEqual(start.logsource, { product: 'windows', category: 'process_creation' });
    const orphan = eventOf(limaStart({ PARENT_PROCESS_ID: null }));
    assert.equal(orphan.field('ParentProcessId'), 5776);
  });

  it('of service accounts have their SID', () => {
    const USER_NAME = 'NT AUTHORITY\\NETWORK SERVICE';
    assert.equal(eventOf(limaStart({ USER_NAME })).field('UserSid'), 'S-1-5-20');
    assert.equal(eventOf(limaStart()).field('UserSid'), undefined);
  });

  it('of events whose path is no program', () => {
    const file = eventOf(lima('FILE_CREATE', { FILE_PATH: 'C:\\a.exe' }));
    assert.deepEqual(read(file, 'TargetFilename', 'Image'), ['C:\\a.exe', undefined]);
    const load = eventOf(lima('MODULE_LOAD', { FILE_PATH: 'C:\\a.dll' }));
    assert.deepEqual(read(load, 'ImageLoaded', 'Image'), ['C:\\a.dll', undefined]);
    const pipe = eventOf(lima('NEW_NAMED_PIPE', { FILE_PATH: '\\Device\\NamedPipe\\x' }));
    assert.deepEqual(read(pipe, 'PipeName', 'Image'), ['\\x', undefined]);
    const hit = eventOf(lima('FIM_HIT', { PROCESS: { FILE_PATH: 'C:\\b.exe' } }));
    assert.equal(hit.field('Image'), 'C:\\b.exe');
  });

  it('of names looked up and registry keys', () => {
    const dns = eventOf(lima('DNS_REQUEST', { DOMAIN_NAME: 'example.com', CNAME: 'a.example' }));
    assert.deepEqual(read(dns, 'QueryName', 'QueryResults'), ['example.com', 'a.example']);
    const key = eventOf(lima('REGISTRY_WRITE', { REGISTRY_KEY: '\\REGISTRY\\A' }));
    assert.equal(key.field('TargetObject'), '\\REGISTRY\\A');
    assert.deepEqual(key.logsource.moreCategories, ['registry_event']);
  });

  const TIMES: readonly (readonly [JsonObject, JsonObject, number | undefined])[] = [
    [{ event_time: 1795169702118 }, {}, 1795169702118],
    [{ event_time: '1795169702118' }, {}, 1795169702118],
    [{ event_time: 1795169702 }, {}, 1795169702000],
    [{ event_time: 1795169702118 }, { TIMESTAMP: 1456285265 }, 1795169702118],
    [{ event_time: null }, { TIMESTAMP: 1456285265 }, 1456285265000],
    [{ event_time: 'soon' }, { TIMESTAMP: 1627497894000 }, 1627497894000],
    [{ event_time: 0 }, { TIMESTAMP: {} }, undefined],
    [{ event_time: 2 ** 60 }, { TIMESTAMP: -1 }, undefined],
  ];
  for (const [routing, event, ms] of TIMES) {
    it(`time of ${JSON.stringify(routing)} and ${JSON.stringify(event)} is ${ms}`, () => {
      assert.equal(eventOf(lima('DNS_REQUEST', event, routing)).timeMs, ms);
    });
  }

  const HOSTS: readonly (readonly [JsonObject, string])[] = [
    [{}, SENSOR],
    [{ sid: null }, 'ws-17.example.com'],
    [{ sid: '', hostname: 'WS-17' }, 'ws-17'],
    [{ sid: null, hostname: null }, '-'],
  ];
  for (const [routing, hostKey] of HOSTS) {
    it(`host of ${JSON.stringify(routing)} is ${hostKey}`, () => {
      assert.equal(eventOf(lima('DNS_REQUEST', {}, routing)).hostKey, hostKey);
    });
  }
});

describe('LimaCharlie categories', () => {
  const CASES: readonly (readonly [string, string | undefined])[] = [
    ['NEW_PROCESS', 'process_creation'],
    ['EXISTING_PROCESS', undefined],
    ['TERMINATE_PROCESS', 'process_termination'],
    ['NEW_TCP4_CONNECTION', 'network_connection'],
    ['NEW_TCP6_CONNECTION', 'network_connection'],
    ['NEW_UDP4_CONNECTION', 'network_connection'],
    ['NEW_UDP6_CONNECTION', 'network_connection'],
    ['TERMINATE_TCP4_CONNECTION', undefined],
    ['DNS_REQUEST', 'dns_query'],
    ['MODULE_LOAD', 'image_load'],
    ['FILE_CREATE', 'file_event'],
    ['NEW_DOCUMENT', 'file_event'],
    ['FILE_DELETE', 'file_delete'],
    ['NEW_NAMED_PIPE', 'pipe_created'],
    ['REGISTRY_CREATE', 'registry_add'],
    ['REGISTRY_DELETE', 'registry_delete'],
    ['REGISTRY_WRITE', 'registry_set'],
    ['CODE_IDENTITY', undefined],
    ['sensor_installed', undefined],
    ['__proto__', undefined],
  ];
  for (const [kind, category] of CASES) {
    it(`${kind} is ${category ?? 'of no category'}, and counted by its name`, () => {
      const event = eventOf(lima(kind, {}));
      assert.equal(event.logsource.category, category);
      assert.equal(event.eventKind, kind);
    });
  }

  const PLATFORMS: readonly (readonly [JsonObject, string | undefined])[] = [
    [{ plat: 268435456 }, 'windows'],
    [{ plat: '268435456' }, 'windows'],
    [{ plat: 536870912 }, 'linux'],
    [{ plat: 805306368 }, 'macos'],
    [{ plat: 1073741824 }, undefined],
    [{ plat: null }, undefined],
  ];
  it('is told by a path of Windows’ where no platform is stated', () => {
    const path = { FILE_PATH: 'C:\\a.exe' };
    assert.equal(eventOf(lima('NEW_PROCESS', path, { plat: null })).logsource.product, 'windows');
    const linux = eventOf(lima('NEW_PROCESS', path, { plat: 536870912 }));
    assert.equal(linux.logsource.product, 'linux');
  });

  for (const [routing, product] of PLATFORMS) {
    it(`platform ${JSON.stringify(routing)} is product ${product}`, () => {
      assert.equal(eventOf(lima('NEW_PROCESS', {}, routing)).logsource.product, product);
    });
  }
});
