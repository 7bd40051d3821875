// Sysmon's categories, accounts, signatures and traps.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import {
  CONNECTION,
  eventOf,
  evtx,
  flat,
  GUID,
  nxlog,
  winlogbeat,
  winlogbeat6,
  winlogEcs,
} from './records.ts';

const CATEGORIES: readonly (readonly [number, string | undefined])[] = [
  [1, 'process_creation'],
  [2, 'file_change'],
  [3, 'network_connection'],
  [4, 'sysmon_status'],
  [5, 'process_termination'],
  [6, 'driver_load'],
  [7, 'image_load'],
  [8, 'create_remote_thread'],
  [9, 'raw_access_thread'],
  [10, 'process_access'],
  [11, 'file_event'],
  [15, 'create_stream_hash'],
  [16, 'sysmon_status'],
  [17, 'pipe_created'],
  [18, 'pipe_created'],
  [19, 'wmi_event'],
  [21, 'wmi_event'],
  [22, 'dns_query'],
  [23, 'file_delete'],
  [25, 'process_tampering'],
  [26, 'file_delete_detected'],
  [27, 'file_block_executable'],
  [28, 'file_block_shredding'],
  [29, 'file_executable_detected'],
  [255, 'sysmon_error'],
  [999, undefined],
];

const REGISTRY: readonly (readonly [number, string, string])[] = [
  [12, 'CreateKey', 'registry_add'],
  [12, 'deletekey', 'registry_delete'],
  [12, 'DeleteValue', 'registry_delete'],
  [13, 'SetValue', 'registry_set'],
  [14, 'RenameKey', 'registry_rename'],
];

describe('Sysmon categories', () => {
  for (const [eventId, category] of CATEGORIES) {
    it(`event ${eventId} is ${category ?? 'of no category'}`, () => {
      const event = eventOf(evtx(eventId, {}));
      assert.equal(event.logsource.category, category);
      assert.equal(event.logsource.moreCategories, undefined);
      assert.equal(event.logsource.service, 'sysmon');
    });
  }
  for (const [eventId, EventType, category] of REGISTRY) {
    it(`event ${eventId} ${EventType} is ${category} and registry_event`, () => {
      const { logsource } = eventOf(evtx(eventId, { EventType }));
      assert.equal(logsource.category, category);
      assert.deepEqual(logsource.moreCategories, ['registry_event']);
    });
  }

  it('leaves event 12 without a known EventType at registry_event alone', () => {
    for (const EventType of [null, '', 'INFO', 7, {}]) {
      assert.equal(eventOf(evtx(12, { EventType })).logsource.category, 'registry_event');
    }
  });

  it('takes EventType from Message where NXLog wrote over it, and else has none', () => {
    const Message =
      'Registry object added or deleted:\r\nRuleName: -\r\nEventType: CreateKey\r\nUtcTime: x';
    const event = eventOf(nxlog(12, { Message }));
    assert.equal(event.field('EventType'), 'CreateKey');
    assert.equal(event.logsource.category, 'registry_add');
    assert.equal(eventOf(nxlog(12, {})).field('EventType'), undefined);
  });

  it('is product linux for Sysmon for Linux', () => {
    const record = flat(1, {}, { Channel: 'Linux-Sysmon/Operational', SourceName: 'Linux-Sysmon' });
    assert.deepEqual(eventOf(record).logsource, {
      product: 'linux',
      service: 'sysmon',
      category: 'process_creation',
    });
  });
});

describe('Sysmon accounts', () => {
  const SERVICE = 'NT AUTHORITY\\NETWORK SERVICE';
  it('has the SID of a service account by its name', () => {
    assert.equal(eventOf(nxlog(3, { ...CONNECTION, User: SERVICE })).field('UserSid'), 'S-1-5-20');
  });

  const WRITERS: readonly (readonly [string, JsonObject])[] = [
    ['NXLog', nxlog(5, { ProcessGuid: GUID })],
    ['Winlogbeat 6', winlogbeat6(5, { ProcessGuid: GUID })],
    ['Winlogbeat 7/8', winlogbeat(5, { ProcessGuid: GUID })],
    ['evtx_dump', evtx(5, { ProcessGuid: GUID })],
    ['an ECS pipeline', winlogEcs({ user: { id: 'S-1-5-18' } })],
  ];
  for (const [name, record] of WRITERS) {
    it(`does not take the writer of the log for the user of the process: ${name}`, () => {
      assert.equal(eventOf(record).field('User'), undefined);
      assert.equal(eventOf(record).field('UserSid'), undefined);
    });
  }

  it('takes - for no user', () => {
    assert.equal(eventOf(flat(3, { ...CONNECTION, User: '-' })).field('User'), undefined);
  });
});

describe('Sysmon signatures', () => {
  it('passes on what was logged of a loaded image', () => {
    const event = eventOf(
      evtx(7, { Signed: 'true', Signature: 'Example', SignatureStatus: 'Valid' }),
    );
    assert.equal(event.field('SignatureStatus'), 'Valid');
    assert.equal(event.field('Signature'), 'Example');
    assert.equal(event.field('Signed'), 'true');
  });

  it('is Unavailable on other events, whatever a pipeline added', () => {
    for (const eventId of [1, 3, 5, 11]) {
      const event = eventOf(evtx(eventId, { SignatureStatus: 'Valid' }));
      assert.equal(event.field('SignatureStatus'), 'Unavailable');
    }
  });
});

describe('Sysmon fields', () => {
  it('passes EventData on by its own names', () => {
    const event = eventOf(winlogbeat(11, { TargetFilename: 'C:\\a.exe', CreationUtcTime: 'x' }));
    assert.equal(event.field('TargetFilename'), 'C:\\a.exe');
    assert.equal(event.field('CreationUtcTime'), 'x');
    assert.equal(event.field('winlog.event_data.TargetFilename'), 'C:\\a.exe');
    assert.equal(event.field('event.code'), '11');
  });

  it('tells JSON null from absence', () => {
    const event = eventOf(evtx(1, { Company: null }));
    assert.equal(event.field('Company'), null);
    assert.equal(event.field('Product'), undefined);
  });

  it('reads hashes, parent and company after an ECS pipeline', () => {
    const event = eventOf(
      winlogEcs({
        process: {
          hash: { sha256: 'ab'.repeat(32), md5: 'cd'.repeat(16) },
          parent: { executable: 'C:\\p.exe', command_line: 'p.exe' },
          pe: { company: 'Example' },
        },
      }),
    );
    assert.equal(event.field('Hashes'), `MD5=${'CD'.repeat(16)},SHA256=${'AB'.repeat(32)}`);
    assert.equal(event.field('ParentImage'), 'C:\\p.exe');
    assert.equal(event.field('ParentCommandLine'), 'p.exe');
    assert.equal(event.field('Company'), 'Example');
  });

  it('says Initiated false for an inbound connection after an ECS pipeline', () => {
    assert.equal(
      eventOf(winlogEcs({ network: { direction: 'ingress' } })).field('Initiated'),
      'false',
    );
  });
});

describe('Sysmon process keys', () => {
  const img = 'img:C:\\Users\\al\\scan.exe|pid:7520';
  const CASES: readonly (readonly [string, JsonObject, string | undefined])[] = [
    [
      'an all-zero GUID is none',
      { ...CONNECTION, ProcessGuid: '{00000000-0000-0000-0000-000000000000}' },
      img,
    ],
    ['an empty GUID is none', { ...CONNECTION, ProcessGuid: '' }, img],
    ['- is none', { ...CONNECTION, ProcessGuid: '-' }, img],
    ['null is none', { ...CONNECTION, ProcessGuid: null }, img],
    ['an object is none', { ...CONNECTION, ProcessGuid: {} }, img],
    ['without GUID and pid', { Image: 'C:\\a.exe' }, 'img:C:\\a.exe|pid:-'],
    ['pid 0 is no pid', { Image: 'C:\\a.exe', ProcessId: 0 }, 'img:C:\\a.exe|pid:-'],
    ['without GUID and image', { ProcessId: 4 }, 'img:-|pid:4'],
    ['without a process', { Operation: 'Created' }, undefined],
    [
      'of a remote thread the source',
      { SourceProcessGuid: GUID, TargetProcessGuid: '{1}' },
      GUID.slice(1, -1).toLowerCase(),
    ],
  ];
  for (const [name, data, key] of CASES) {
    it(name, () => assert.equal(eventOf(evtx(3, data)).entityKey, key));
  }
});
