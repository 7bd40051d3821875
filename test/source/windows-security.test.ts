// The Security log as logged, and 4688 and 5156 mapped on request; other channels.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { logsourceApplies } from '../../src/source/index.ts';
import { eventOf, eventsOf, evtx, flat, security } from './records.ts';

const START: JsonObject = {
  SubjectUserSid: 'S-1-5-21-1-2-3-1105',
  SubjectUserName: 'al',
  SubjectDomainName: 'CORP',
  TargetUserSid: 'S-1-0-0',
  TargetUserName: '-',
  TargetDomainName: '-',
  NewProcessId: '0x1d60',
  NewProcessName: 'C:\\Users\\al\\scan.exe',
  ProcessId: '0x1690',
  ParentProcessName: 'C:\\Windows\\System32\\cmd.exe',
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  MandatoryLabel: 'S-1-16-12288',
};

const PERMITTED: JsonObject = {
  ProcessID: '7520',
  Application: '\\device\\harddiskvolume2\\users\\al\\scan.exe',
  Direction: '%%14593',
  SourceAddress: '192.0.2.17',
  SourcePort: '58192',
  DestAddress: '192.0.2.9',
  DestPort: '445',
  Protocol: '6',
};

function mapped(record: JsonObject): LogEvent {
  const [asLogged, second] = eventsOf(record, { mapSecurityEvents: true });
  assert.ok(asLogged !== undefined && second !== undefined);
  assert.equal(asLogged.logsource.service, 'security');
  assert.equal(second.logsource.service, undefined);
  assert.deepEqual(second.identity, asLogged.identity);
  assert.equal(second.entityKey, asLogged.entityKey);
  return second;
}

function read(event: LogEvent, ...fields: readonly string[]): readonly unknown[] {
  return fields.map((field) => event.field(field));
}

describe('Windows Security', () => {
  it('is windows/security and of no category, fields as logged', () => {
    const event = eventOf(security(4688, START));
    assert.deepEqual(event.logsource, { product: 'windows', service: 'security' });
    assert.deepEqual(read(event, 'ProcessId', 'NewProcessId', 'Image', 'UserSid', 'User'), [
      '0x1690',
      '0x1d60',
      undefined,
      'S-1-5-21-1-2-3-1105',
      'CORP\\al',
    ]);
    assert.equal(event.entityKey, 'pid:7520@2026-11-20 06:15:02');
    assert.equal(eventOf(security(5156, PERMITTED)).isAttributed, true);
  });

  it('maps 4688 to process_creation on request', () => {
    const event = mapped(security(4688, START));
    assert.equal(event.logsource.category, 'process_creation');
    assert.deepEqual(
      read(event, 'Image', 'ProcessId', 'ParentImage', 'ParentProcessId', 'CommandLine'),
      [
        'C:\\Users\\al\\scan.exe',
        '7520',
        'C:\\Windows\\System32\\cmd.exe',
        '5776',
        'scan.exe /t 192.0.2.0/24',
      ],
    );
    assert.deepEqual(read(event, 'User', 'UserSid', 'IntegrityLevel', 'NewProcessId'), [
      'CORP\\al',
      'S-1-5-21-1-2-3-1105',
      'High',
      '0x1d60',
    ]);
  });

  it('takes the target account of 4688 where it is somebody', () => {
    const target = {
      TargetUserSid: 'S-1-5-20',
      TargetUserName: 'NETWORK SERVICE',
      TargetDomainName: 'NT AUTHORITY',
    };
    const event = mapped(security(4688, { ...START, ...target }));
    assert.deepEqual(read(event, 'UserSid', 'User'), ['S-1-5-20', 'NT AUTHORITY\\NETWORK SERVICE']);
  });

  it('maps 5156 to network_connection on request', () => {
    const event = mapped(security(5156, PERMITTED));
    assert.equal(event.logsource.category, 'network_connection');
    assert.deepEqual(
      read(
        event,
        'Image',
        'ProcessId',
        'Initiated',
        'SourceIp',
        'SourcePort',
        'DestinationIp',
        'DestinationPort',
      ),
      [PERMITTED['Application'], '7520', 'true', '192.0.2.17', '58192', '192.0.2.9', '445'],
    );
    assert.deepEqual(read(event, 'Protocol', 'SignatureStatus', 'UserSid', 'User'), [
      'tcp',
      'Unavailable',
      undefined,
      undefined,
    ]);
    assert.equal(event.isAttributed, true);
  });

  it('keeps the ends of an inbound 5156: its source is the peer already', () => {
    const inbound = { ...PERMITTED, Direction: '%%14592', Application: 'System', ProcessID: '4' };
    const event = mapped(security(5156, inbound));
    assert.deepEqual(read(event, 'Initiated', 'DestinationPort', 'Image', 'ProcessId'), [
      'false',
      '445',
      'System',
      '4',
    ]);
  });

  it('reads the pid of 5156 where NXLog named it ProcessId', () => {
    const { ProcessID: pid, ...others } = PERMITTED;
    assert.equal(
      mapped(security(5156, { ...others, ProcessId: pid ?? null })).field('ProcessId'),
      '7520',
    );
  });

  it('counts a 5156 without a program as unattributed, once mapped', () => {
    const event = mapped(security(5156, { ...PERMITTED, Application: '-', ProcessID: '0' }));
    assert.equal(event.isAttributed, false);
    assert.equal(event.entityKey, undefined);
  });

  it('maps no other event', () => {
    assert.equal(eventsOf(security(4689, START), { mapSecurityEvents: true }).length, 1);
    assert.equal(eventsOf(security(4688, START)).length, 1);
  });
});

describe('Other Windows channels', () => {
  const CASES: readonly (readonly [string, number, object])[] = [
    ['System', 7045, { service: 'system' }],
    ['Application', 1000, { service: 'application' }],
    [
      'Microsoft-Windows-PowerShell/Operational',
      4104,
      { service: 'powershell', category: 'ps_script' },
    ],
    ['PowerShellCore/Operational', 4103, { service: 'powershell', category: 'ps_module' }],
    ['Windows PowerShell', 400, { service: 'powershell-classic', category: 'ps_classic_start' }],
    ['Microsoft-Windows-Windows Defender/Operational', 1116, { service: 'windefend' }],
    ['Microsoft-Windows-TaskScheduler/Operational', 142, { service: 'taskscheduler' }],
    ['Example/Admin', 1, {}],
  ];
  for (const [Channel, eventId, logsource] of CASES) {
    it(`${Channel} ${eventId} is ${JSON.stringify(logsource)}`, () => {
      const event = eventOf(flat(eventId, {}, { Channel, SourceName: 'x' }));
      assert.deepEqual(event.logsource, { product: 'windows', ...logsource });
      assert.equal(event.eventKind, `${Channel.toLowerCase()}:${eventId}`);
    });
  }

  it('reads names with spaces also without them, UserData, and #text', () => {
    const Channel = 'Microsoft-Windows-Windows Defender/Operational';
    const other = { Channel, Provider: { '#attributes': { Name: 'x' } } };
    const event = eventOf(
      evtx(1116, { 'Threat Name': 'EICAR', Data: { '#text': ['a', 'b'] } }, other),
    );
    assert.deepEqual(read(event, 'Threat Name', 'ThreatName', 'Data'), [
      'EICAR',
      'EICAR',
      ['a', 'b'],
    ]);
    const userData: JsonObject = {
      Event: {
        System: { EventID: 104, Channel: 'System' },
        UserData: { LogFileCleared: { SubjectUserName: 'al' }, '#attributes': { Name: 'no' } },
      },
    };
    assert.deepEqual(read(eventOf(userData), 'SubjectUserName', 'Name'), ['al', undefined]);
    const nested = eventOf(evtx(1, { Extra: { Image: 'C:\\x.exe' } }));
    assert.equal(nested.field('Image'), undefined);
  });
});

describe('logsourceApplies', () => {
  const event = eventOf(evtx(13, { EventType: 'SetValue' }));
  const APPLIES = [
    {},
    { product: 'windows' },
    { product: 'Windows', category: 'registry_set' },
    { category: 'registry_event' },
    { service: 'SYSMON' },
  ];
  const DOES_NOT = [
    { product: 'linux' },
    { category: 'registry_add' },
    { category: '' },
    { service: 'security', category: 'registry_set' },
  ];

  it('holds where every key that the rule names is the event’s', () => {
    for (const rule of APPLIES)
      assert.equal(logsourceApplies(rule, event), true, JSON.stringify(rule));
  });

  it('does not hold where one differs or the event lacks it', () => {
    for (const rule of DOES_NOT)
      assert.equal(logsourceApplies(rule, event), false, JSON.stringify(rule));
    const plain = eventOf(flat(1, {}, { Channel: 'Example/Admin', SourceName: 'x' }));
    assert.equal(logsourceApplies({ product: 'windows', service: 'system' }, plain), false);
    assert.equal(logsourceApplies({ category: 'process_creation' }, plain), false);
  });
});
