// The same Sysmon connection in every JSON shape reads the same.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import {
  azure,
  CONNECTION,
  ENTITY,
  eventOf,
  evtx,
  flat,
  nxlog,
  winlogbeat,
  winlogbeat6,
  winlogEcs,
} from './records.ts';

const EVENT_MS = Date.UTC(2026, 10, 20, 10, 15, 2, 118);
const dotted = Object.fromEntries(
  Object.entries(CONNECTION).map(([name, value]) => [`winlog.event_data.${name}`, value]),
);
const TYPED: JsonObject = {
  ...CONNECTION,
  ProcessGuid: ENTITY.toUpperCase(),
  ProcessId: 7520,
  Initiated: true,
  SourcePort: 58192,
  DestinationPort: 445,
};
const XML = `<EventData xmlns="x">\r\n${Object.entries(CONNECTION)
  .map(([name, value]) => `  <Data Name="${name}">${value}</Data>\r\n`)
  .join('')}<Data Name="Empty" /></EventData>`;

/** Shape → record. NXLog's EventTime has whole seconds only. */
const SHAPES: readonly (readonly [string, JsonObject, timeMs?: number])[] = [
  ['NXLog', nxlog(3, CONNECTION), Date.UTC(2026, 10, 20, 10, 15, 2)],
  ['flat', flat(3, CONNECTION)],
  ['flat with the id as text', flat(3, CONNECTION, { EventID: '3' })],
  ['Winlogbeat 6', winlogbeat6(3, CONNECTION)],
  ['Winlogbeat 7/8', winlogbeat(3, CONNECTION)],
  [
    'Winlogbeat with dotted keys at the top',
    {
      '@timestamp': '2026-11-20T10:15:02.118Z',
      'winlog.event_id': 3,
      'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
      'winlog.computer_name': 'WS-17.example.com',
      'winlog.record_id': 4711,
      ...dotted,
    },
  ],
  ['Elastic Agent after its pipeline', winlogEcs()],
  ['evtx_dump', evtx(3, TYPED)],
  ['evtx_dump with attributes on EventID', evtx(3, TYPED, { EventID: { '#text': 3 } })],
  [
    'evtx_dump with separate attributes',
    evtx(3, TYPED, {
      TimeCreated: null,
      TimeCreated_attributes: { SystemTime: '2026-11-20T10:15:02.118000Z' },
    }),
  ],
  ['Azure Monitor, JSON text', azure(3, JSON.stringify(CONNECTION))],
  ['Azure Monitor, XML text', azure(3, XML)],
];

describe('Windows event shapes', () => {
  for (const [name, record, timeMs = EVENT_MS] of SHAPES) {
    it(`reads a Sysmon connection: ${name}`, () => {
      const event = eventOf(record);
      assert.equal(event.source, 'sysmon');
      assert.equal(event.eventKind, '3');
      assert.deepEqual(event.logsource, {
        product: 'windows',
        service: 'sysmon',
        category: 'network_connection',
      });
      assert.equal(event.timeMs, timeMs);
      assert.equal(event.hostKey, 'ws-17.example.com');
      assert.equal(event.entityKey, ENTITY);
      assert.equal(event.isAttributed, true);
      assert.equal(event.element, undefined);
      const fields = ['Image', 'User', 'DestinationIp', 'Protocol', 'Computer', 'SignatureStatus'];
      assert.deepEqual(
        fields.map((field) => event.field(field)),
        [
          'C:\\Users\\al\\scan.exe',
          'CORP\\al',
          '192.0.2.9',
          'tcp',
          'WS-17.example.com',
          'Unavailable',
        ],
      );
      for (const [field, value] of [
        ['DestinationPort', '445'],
        ['SourcePort', '58192'],
        ['ProcessId', '7520'],
        ['Initiated', 'true'],
        ['EventID', '3'],
      ] as const) {
        assert.equal(String(event.field(field)), value, field);
      }
      assert.equal(event.field('UserSid'), undefined);
    });
  }
});

describe('Attributes of System', () => {
  const CASES: readonly (readonly [string, JsonObject])[] = [
    ['NXLog', nxlog(3, CONNECTION)],
    ['Winlogbeat 6', winlogbeat6(3, CONNECTION)],
    ['Winlogbeat 7/8', winlogbeat(3, CONNECTION)],
    ['evtx_dump', evtx(3, CONNECTION)],
  ];
  for (const [name, record] of CASES) {
    it(`have the names of Sigma's specification: ${name}`, () => {
      const event = eventOf(record);
      assert.equal(event.field('Provider_Name'), 'Microsoft-Windows-Sysmon');
      assert.equal(event.field('Execution_ProcessID'), 3392);
      assert.equal(event.field('Security_UserID'), 'S-1-5-18');
      assert.equal(String(event.field('EventRecordID')), '4711');
    });
  }
});

describe('EventData as text', () => {
  const CASES: readonly (readonly [string, string, unknown])[] = [
    ['JSON', '{"Image":"a"}', 'a'],
    ['JSON cut short', '{"Image":"a', undefined],
    ['a JSON array', '["Image"]', undefined],
    ['no markup at all', 'Image=a', undefined],
    [
      'XML with entities',
      '<EventData><Data Name="Image">&lt;a&#x26;b&#38;c&gt;</Data></EventData>',
      '<a&b&c>',
    ],
    ['XML with single quotes', "<Data Name='Image'>a</Data>", 'a'],
    ['XML cut inside a value', '<EventData><Data Name="Image">a', undefined],
    ['XML cut inside a tag', '<EventData><Data Name="Image"', undefined],
    ['a code point that there is not', '<Data Name="Image">&#9999999;</Data>', '&#9999999;'],
  ];
  for (const [name, text, image] of CASES) {
    it(`reads Image from ${name}`, () => {
      assert.equal(eventOf(azure(3, text)).field('Image'), image);
    });
  }

  it('keeps 64-bit integers exact, at any depth and in no other place', () => {
    const text =
      '{"Id":18446744073709551615,"List":[-9223372036854775808,7],"Float":1.5e300,"Text":"9007199254740993"}';
    const event = eventOf(azure(3, text));
    assert.equal(event.field('Id'), '18446744073709551615');
    assert.deepEqual(event.field('List'), ['-9223372036854775808', 7]);
    assert.equal(event.field('Float'), 1.5e300);
    assert.equal(event.field('Text'), '9007199254740993');
  });

  it('says nothing where it nests deeper than a record may, which a finding could not show', () => {
    const nested = (depth: number) =>
      `{"Image":"a","Initiated":["true",${'['.repeat(depth)}${']'.repeat(depth)}]}`;
    assert.equal(eventOf(azure(3, nested(62))).field('Image'), 'a');
    assert.equal(eventOf(azure(3, nested(63))).field('Image'), undefined);
    assert.equal(eventOf(azure(3, nested(200_000))).field('Image'), undefined);
  });

  it('stays linear on text that opens elements without end', () => {
    const event = eventOf(azure(3, '<Data Name="a'.repeat(200_000)));
    const start = performance.now();
    assert.equal(event.field('Image'), undefined);
    assert.ok(performance.now() - start < 1_000);
  });
});
